package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.probe.DirectoryProbes;
import io.github.s3agrants.vending.probe.NotFoundAnswers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides on those requests of one file system for which no credentials are cached. It finds the
 * caller and the caller's grants, and has credentials vended. If there are none, it decides what
 * else is done with the request. Thread-safe; never blocks.
 */
final class ColdPath {
  private final CallerResolver callers;
  private final CallerGrants callerGrants;
  private final CredentialBroker broker;
  private final DirectoryProbes probes;
  private final NotFoundAnswers notFoundAnswers;
  private final FallbackPolicy fallback;
  private final VendingPolicy policy;
  private final Statistics statistics;

  ColdPath(
      CallerResolver callers,
      CallerGrants callerGrants,
      CredentialBroker broker,
      DirectoryProbes probes,
      NotFoundAnswers notFoundAnswers,
      FallbackPolicy fallback,
      VendingPolicy policy,
      Statistics statistics) {
    this.callers = callers;
    this.callerGrants = callerGrants;
    this.broker = broker;
    this.probes = probes;
    this.notFoundAnswers = notFoundAnswers;
    this.fallback = fallback;
    this.policy = policy;
    this.statistics = statistics;
  }

  /** The decision, or a failure with a {@link VendingException}. */
  CompletableFuture<Decision> decide(Access access, BaseIdentity base, RequestContext context) {
    statistics.miss();
    return resolve(access, base, context);
  }

  private CompletableFuture<Decision> resolve(
      Access access, BaseIdentity base, RequestContext context) {
    return Futures.compose(
        callers.resolve(base, access.path().bucket()),
        (found, failure) -> {
          if (found == null) {
            return failed(failure, access, null, KnownSurroundings.NONE, base);
          }
          VendRequest request = VendRequest.of(found, access, base, context, policy);
          return Futures.compose(
              callerGrants.of(request, policy.discovery()),
              (known, unreachable) -> {
                if (known == null) {
                  return ask(CompletableFuture.failedFuture(unreachable), request, context);
                }
                return known
                    .map(grants -> decide(request, context, grants))
                    .orElseGet(() -> ask(vend(request, context), request, context));
              });
        });
  }

  /** Decides without knowing the caller's grants. */
  private CompletableFuture<Decision> ask(
      CompletableFuture<CachedCredentials> credentials,
      VendRequest request,
      RequestContext context) {
    return signedOr(
        credentials,
        request,
        context,
        refusal -> refused(request, refusal, context, new BrokerQuestions(request, broker)));
  }

  /** Decides with the caller's grants at hand. */
  private CompletableFuture<Decision> decide(
      VendRequest request, RequestContext context, KnownGrants grants) {
    Access access = request.access();
    VendRequest exact = request.routed(access);
    KnownGrantsQuestions questions = new KnownGrantsQuestions(request, broker, grants);
    if (questions.mayBePermitted(access)) {
      return ask(exact, context, grants);
    }
    Optional<GrantedParts> parts = questions.parts(access, context, policy);
    if (parts.isPresent()) {
      return fallback.inParts(parts.get(), access, request.owner(), request.identity());
    }
    if (!mayBeAnswered(access, context)) {
      return decideUncovered(exact, context, grants, questions);
    }
    return probes
        .isMissing(access, notCovered(), isInternal(access, context), questions)
        .thenCompose(
            missing ->
                missing
                    ? notFound(exact, context)
                    : decideUncovered(exact, context, grants, questions));
  }

  /**
   * Whether a probe may be answered "not found" from what is known of the caller's grants, without
   * asking for the path itself. That leaves out the last question of somebody who asks just this.
   */
  private boolean mayBeAnswered(Access access, RequestContext context) {
    return policy.answersProbes()
        && (access.probe() == Probe.HEAD
            || (access.probe() == Probe.LIST && !context.isQuestion()));
  }

  private CompletableFuture<Decision> decideUncovered(
      VendRequest exact,
      RequestContext context,
      KnownGrants grants,
      KnownGrantsQuestions questions) {
    Access access = exact.access();
    if (access.probe() == Probe.LIST && context.isDelete()) {
      KnownSurroundings known = questions.surroundings(access);
      if (!known.below().isEmpty()) {
        // The directory that contained what was deleted. Nothing depends on what is there.
        return failed(notCovered(), access, exact.owner(), known, exact.identity());
      }
    }
    return ask(exact, context, grants);
  }

  private static AccessGrantsException notCovered() {
    return new AccessGrantsException(Kind.DENIED, "None of the caller's known grants covers it.");
  }

  /** Asks for the closest grant that is known, or else for the access itself. */
  private CompletableFuture<Decision> ask(
      VendRequest exact, RequestContext context, KnownGrants grants) {
    return signedOr(
        vend(exact, grants),
        exact,
        context,
        refusal ->
            refused(exact, refusal, context, KnownGrantsQuestions.asking(exact, broker, grants)));
  }

  /** What a refusal leads to. */
  private interface Refused {
    CompletableFuture<Decision> then(AccessGrantsException refusal);
  }

  private CompletableFuture<Decision> signedOr(
      CompletableFuture<CachedCredentials> credentials,
      VendRequest request,
      RequestContext context,
      Refused refused) {
    return Futures.recover(
        credentials.thenCompose(cached -> vended(cached, request, context)),
        failure -> {
          AccessGrantsException refusal = Futures.asAccessGrantsException(failure);
          Access access = request.access();
          return Futures.compose(
              callers
                  .redirects()
                  .hasMoved(access.path().bucket(), request.owner().settings(), refusal),
              (moved, noBucket) -> {
                if (moved == null) {
                  return failed(
                      noBucket,
                      access,
                      request.owner(),
                      KnownSurroundings.NONE,
                      request.identity());
                }
                return moved ? resolve(access, request.identity(), context) : refused.then(refusal);
              });
        });
  }

  private CompletableFuture<Decision> refused(
      VendRequest request,
      AccessGrantsException refusal,
      RequestContext context,
      GrantQuestions questions) {
    return Futures.recover(
        notFound(request, refusal, context, questions),
        failure ->
            failed(
                failure,
                request.access(),
                request.owner(),
                questions.surroundings(request.access()),
                request.identity()));
  }

  private CompletableFuture<Decision> failed(
      @Nullable Throwable failure,
      Access access,
      @Nullable CacheOwner owner,
      KnownSurroundings known,
      BaseIdentity base) {
    return fallback.failed(
        Futures.asAccessGrantsException(
            failure == null ? new IllegalStateException("no outcome") : failure),
        Optional.of(access),
        Optional.ofNullable(owner),
        known,
        base);
  }

  private CompletableFuture<Decision> vended(
      CachedCredentials cached, VendRequest request, RequestContext context) {
    callers.redirects().vended(request.access().path().bucket(), request.owner().settings());
    return notFoundAnswers.forbids(request.owner(), request.access(), context)
        ? CompletableFuture.failedFuture(
            new AccessGrantsException(
                Kind.DENIED,
                "There is a grant now, but this caller was told that nothing is there while there"
                    + " was none, and what is there would be overwritten. Once the operation is"
                    + " run again it sees what is there."))
        : CompletableFuture.completedFuture(signed(cached, request));
  }

  private static Decision signed(CachedCredentials cached, VendRequest request) {
    cached.use().signed();
    return Decision.vended(cached, request.access(), request.identity());
  }

  /**
   * Requests the credentials without knowing the grants. Jobs mostly read where they write, so a
   * request that is part of a write tries READWRITE first, which saves separate calls for READ and
   * WRITE. If that is refused, it requests the permission that it needs. READWRITE is not tried
   * with Minimal privilege, which promises no more than was needed, nor for a probe above vended
   * credentials, where nothing is written.
   */
  private CompletableFuture<CachedCredentials> vend(VendRequest request, RequestContext context) {
    Access access = request.access();
    boolean writes = context.isPartOfWrite() || access.permission() == Permission.WRITE;
    if (!writes
        || access.permission() == Permission.READWRITE
        || request.owner().settings().privilege() == Privilege.MINIMAL
        || probes.isAboveHeldCredentials(request.owner(), access)) {
      return broker.credentials(request);
    }
    return Futures.recover(
        broker.credentials(request.with(access.with(Permission.READWRITE))),
        failure ->
            // A grant with less permission, or of another location, may help.
            Futures.asAccessGrantsException(failure).kind().isAboutGrant()
                ? broker.credentials(request)
                : CompletableFuture.failedFuture(failure));
  }

  /**
   * Requests the credentials of the closest grant that is known, or else those of the access
   * itself: there may be a grant by now. With Minimal privilege, which promises no more than was
   * needed, it is always the access itself.
   */
  private CompletableFuture<CachedCredentials> vend(VendRequest exact, KnownGrants grants) {
    Access access = exact.access();
    if (exact.owner().settings().privilege() == Privilege.MINIMAL) {
      return broker.credentials(exact);
    }
    List<CallerGrant> covering = grants.covering(access.path(), access.permission());
    if (!covering.isEmpty()) {
      return vend(exact, covering);
    }
    // A file and a directory of one name are refused together: after the one was refused, it would
    // take a grant on just the other, made since.
    return DirectoryProbes.other(access)
        .flatMap(other -> broker.denial(exact, other))
        .map(CompletableFuture::<CachedCredentials>failedFuture)
        .orElseGet(() -> broker.credentials(exact).thenApply(cached -> unexpected(cached, exact)));
  }

  /**
   * Requests the credentials of the first of some grants. If it is there no more, those of the
   * access itself. If its location's role cannot be assumed, those of the next grant, whose
   * location may be another one.
   */
  private CompletableFuture<CachedCredentials> vend(VendRequest exact, List<CallerGrant> grants) {
    CallerGrant grant = grants.get(0);
    return Futures.recover(
        broker.credentials(exact.routed(exact.access().at(grant.scope(), grant.permission()))),
        failure -> {
          Kind kind = Futures.asAccessGrantsException(failure).kind();
          if (kind == Kind.DENIED) {
            callerGrants.outdated(exact);
            return broker.credentials(exact);
          }
          return kind == Kind.LOCATION_ROLE && grants.size() > 1
              ? vend(exact, grants.subList(1, grants.size()))
              : CompletableFuture.failedFuture(failure);
        });
  }

  private CachedCredentials unexpected(CachedCredentials cached, VendRequest exact) {
    callerGrants.outdated(exact);
    return cached;
  }

  private CompletableFuture<Decision> notFound(
      VendRequest request,
      AccessGrantsException refusal,
      RequestContext context,
      GrantQuestions questions) {
    if (!policy.answersProbes()) {
      return CompletableFuture.failedFuture(refusal);
    }
    return probes
        .isMissing(request.access(), refusal, isInternal(request.access(), context), questions)
        .thenCompose(
            missing ->
                missing ? notFound(request, context) : CompletableFuture.failedFuture(refusal));
  }

  private CompletableFuture<Decision> notFound(VendRequest request, RequestContext context) {
    notFoundAnswers.tell(request.owner(), request.access(), context);
    return CompletableFuture.completedFuture(
        Decision.notFound(request.access(), request.identity()));
  }

  /** Whether S3A issued a probe itself, or shows what is granted in place of what is there. */
  private boolean isInternal(Access access, RequestContext context) {
    return context.isInternalProbe(access.probe())
        || (policy.listsGranted() && context.isListing());
  }
}
