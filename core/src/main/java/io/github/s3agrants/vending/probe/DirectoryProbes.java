package io.github.s3agrants.vending.probe;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CredentialCache;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Answers "not found" to a refused probe of S3A's, where that lets S3A do what the caller's grants
 * allow:
 *
 * <ul>
 *   <li>the HEAD of {@code k} before the LIST of {@code k/}, if the caller may read {@code k/};
 *   <li>the HEAD of {@code k} and the LIST of {@code k/} in S3A's own walk up from a path, if a
 *       grant of the caller lies below.
 * </ul>
 *
 * <p>Only where the caller may not write {@code k}: an object that they cannot see, but could
 * overwrite, must not be taken for missing. Thread-safe; never blocks.
 */
public final class DirectoryProbes {
  private final DescendantGrants below;

  /**
   * Remembers nothing yet.
   *
   * @param cache what has been vended, which proves a grant
   * @param clock by which answers are remembered
   */
  public DirectoryProbes(CredentialCache cache, Clock clock) {
    this.below = new DescendantGrants(cache, clock);
  }

  /** True for a probe of a path above something that has been vended: nothing is written there. */
  public boolean isAboveHeldCredentials(CacheOwner owner, Access access) {
    return DirectoryProbe.of(access)
        .filter(probe -> below.areVended(owner, probe.path()))
        .isPresent();
  }

  /**
   * Whether to answer "not found" to a refused request; or a failure, which is what kept from
   * finding out.
   */
  public CompletableFuture<Boolean> isMissing(
      Access access,
      AccessGrantsException refusal,
      RequestContext context,
      ProbeQuestions questions) {
    Optional<DirectoryProbe> probe = DirectoryProbe.of(access);
    if (refusal.kind() != Kind.DENIED || probe.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    return isWayToGrants(probe.get(), context, questions)
        .thenCompose(
            isWay ->
                isWay
                    ? questions.isDenied(probe.get().asOverwrite())
                    : CompletableFuture.completedFuture(false));
  }

  private CompletableFuture<Boolean> isWayToGrants(
      DirectoryProbe probe, RequestContext context, ProbeQuestions questions) {
    boolean internal = context.isInternalProbe(probe.access().probe());
    if (internal && below.areVended(questions.owner(), probe.path())) {
      return CompletableFuture.completedFuture(true);
    }
    CompletableFuture<Boolean> unreadable =
        probe.isHead()
            ? questions.isDenied(probe.asDirectory())
            : CompletableFuture.completedFuture(true);
    return unreadable.thenCompose(
        denied ->
            denied && internal
                ? below.exist(questions, probe.path())
                : CompletableFuture.completedFuture(!denied));
  }

  /** Forgets all answers. */
  public void clear() {
    below.clear();
  }
}
