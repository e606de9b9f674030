package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.util.concurrent.CompletableFuture;

/**
 * Answers "not found" to a refused question of S3A's whether there is something at {@code k}, where
 * that lets S3A do what the caller's grants allow:
 *
 * <ul>
 *   <li>the HEAD of {@code k} before the LIST of {@code k/}, if the caller may read {@code k/};
 *   <li>the HEAD of {@code k} and the LIST of {@code k/} in S3A's own walk up from a path, if a
 *       grant of the caller lies below.
 * </ul>
 *
 * <p>Only where the caller may not write {@code k}: an object that he cannot see, but could
 * overwrite, must not be taken for missing. Thread-safe; never blocks.
 */
final class DirectoryProbes {
  private final CredentialBroker broker;
  private final DescendantGrants below;

  DirectoryProbes(CredentialBroker broker, DescendantGrants below) {
    this.broker = broker;
    this.below = below;
  }

  /** Whether to answer "not found"; or a failure, which is what kept from finding out. */
  CompletableFuture<Boolean> isMissing(
      VendRequest request, AccessGrantsException refusal, RequestContext context) {
    Access access = request.access();
    if (refusal.kind() != Kind.DENIED || access.probe() == Access.Probe.NONE) {
      return CompletableFuture.completedFuture(false);
    }
    return isWayToGrants(request, context)
        .thenCompose(
            isWay ->
                isWay
                    ? isDenied(request.with(access.asOverwrite().orElseThrow()))
                    : CompletableFuture.completedFuture(false));
  }

  private CompletableFuture<Boolean> isWayToGrants(VendRequest request, RequestContext context) {
    Access access = request.access();
    boolean ownWalk = context.isInternalProbe(access.probe());
    if (ownWalk && below.isHeld(request.owner(), access.path())) {
      return CompletableFuture.completedFuture(true);
    }
    CompletableFuture<Boolean> unreadable =
        access.probe() == Access.Probe.HEAD
            ? isDenied(request.with(access.asDirectory().orElseThrow()))
            : CompletableFuture.completedFuture(true);
    return unreadable.thenCompose(
        denied ->
            denied && ownWalk
                ? below.exist(request, access.path())
                : CompletableFuture.completedFuture(!denied));
  }

  private CompletableFuture<Boolean> isDenied(VendRequest request) {
    return Futures.compose(
        broker.grant(request),
        (granted, failure) -> {
          if (granted != null) {
            return CompletableFuture.completedFuture(false);
          }
          AccessGrantsException e = Futures.asAccessGrantsException(requireNonNull(failure));
          return e.kind() == Kind.DENIED
              ? CompletableFuture.completedFuture(true)
              : CompletableFuture.failedFuture(e);
        });
  }
}
