package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Parts;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.vending.GrantedParts.Purpose;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Answers from the caller's known grants, and from credentials that were vended since. {@link
 * #asking} also asks the service what else may be read by now.
 */
final class KnownGrantsQuestions extends BrokerQuestions {
  private static final int MOST_NAMED = 10;

  private final KnownGrants grants;
  private final boolean asks;

  KnownGrantsQuestions(VendRequest request, CredentialBroker broker, KnownGrants grants) {
    this(request, broker, grants, false);
  }

  private KnownGrantsQuestions(
      VendRequest request, CredentialBroker broker, KnownGrants grants, boolean asks) {
    super(request, broker);
    this.grants = grants;
    this.asks = asks;
  }

  /**
   * After a refusal of the service: there may be a grant by now to read what else the answer needs.
   */
  static KnownGrantsQuestions asking(
      VendRequest request, CredentialBroker broker, KnownGrants grants) {
    return new KnownGrantsQuestions(request, broker, grants, true);
  }

  /** Whether a known grant permits an access, or credentials for it have been vended since. */
  boolean mayBePermitted(Access access) {
    return grants.permits(access) || isVended(access);
  }

  @Override
  public CompletableFuture<Boolean> isDenied(Access access) {
    if (mayBePermitted(access)) {
      return CompletableFuture.completedFuture(false);
    }
    return asks && access.permission() == Permission.READ
        ? super.isDenied(access)
        : CompletableFuture.completedFuture(true);
  }

  @Override
  public CompletableFuture<Boolean> hasGrantBelow(S3Path path) {
    return CompletableFuture.completedFuture(grants.areBelow(path));
  }

  @Override
  public KnownSurroundings surroundings(Access access) {
    return KnownSurroundings.of(
        grants.below(access.path()).limit(MOST_NAMED).collect(Collectors.toUnmodifiableList()),
        GrantsApart.of(grants, access));
  }

  /** How the front end may answer a request that no known grant covers; empty if it may not. */
  Optional<GrantedParts> parts(Access access, RequestContext context, VendingPolicy policy) {
    return context.parts() == Parts.POSSIBLE
        ? purpose(access, context, policy)
            .map(
                purpose ->
                    new GrantedParts(
                        purpose,
                        grants,
                        access.path(),
                        scope -> isVended(access.at(scope, Permission.READ))))
        : Optional.empty();
  }

  private Optional<Purpose> purpose(Access access, RequestContext context, VendingPolicy policy) {
    if (access.isBulkDelete()) {
      return Optional.of(Purpose.DELETE);
    }
    if (!access.isList() || !policy.answersProbes()) {
      return Optional.empty();
    }
    S3Path path = access.path();
    if (!grants.areBelow(path)) {
      return isBelowObject(path) ? Optional.of(Purpose.NOTHING_BELOW_OBJECT) : Optional.empty();
    }
    if (!grants.areReadableBelow(path)) {
      return Optional.empty();
    }
    if (policy.listsGranted() && context.isListing()) {
      return Optional.of(Purpose.LISTING);
    }
    return context.isInternalProbe(Probe.LIST)
            || (context.isDelete() && access.probe() == Probe.LIST)
        ? Optional.of(Purpose.EXISTENCE)
        : Optional.empty();
  }

  /** Whether the path is {@code k/}, and there is a grant on the object {@code k}. */
  private boolean isBelowObject(S3Path path) {
    String key = path.key();
    return key.length() > 1
        && key.endsWith("/")
        && grants.isObject(S3Path.object(path.bucket(), key.substring(0, key.length() - 1)));
  }
}
