package io.github.s3agrants.vending.probe;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CredentialCache;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Decides which refused probes of S3A are answered "not found", so that S3A can do what the
 * caller's grants allow:
 *
 * <ul>
 *   <li>the HEAD of {@code k} that S3A sends before the LIST of {@code k/}, if the caller may read
 *       {@code k/};
 *   <li>the HEAD of {@code k} and the LIST of {@code k/} that S3A sends on its own walk up from a
 *       path, if a grant of the caller lies below.
 * </ul>
 *
 * <p>This is done only if the caller may not write {@code k}: an object that they cannot see, but
 * could overwrite, must not be taken for missing. Thread-safe; never blocks.
 */
public final class DirectoryProbes {
  private final DescendantGrants below;

  /**
   * Has no cached answers yet.
   *
   * @param cache the vended credentials, which prove a grant
   * @param clock measures how long answers are cached
   */
  public DirectoryProbes(CredentialCache cache, Clock clock) {
    this.below = new DescendantGrants(cache, clock);
  }

  /**
   * What the other look of S3A at the same path needs: READ on {@code k/} for the HEAD of {@code
   * k}, and the other way round. Empty if the access is no probe.
   */
  public static Optional<Access> other(Access access) {
    return DirectoryProbe.of(access)
        .map(probe -> probe.isHead() ? probe.asDirectory() : probe.asObject());
  }

  /** Whether an access is a probe of a path above vended credentials, where nothing is written. */
  public boolean isAboveHeldCredentials(CacheOwner owner, Access access) {
    return DirectoryProbe.of(access)
        .filter(probe -> below.areVended(owner, probe.path()))
        .isPresent();
  }

  /**
   * Whether to answer "not found" to a refused request; or the failure that prevented finding out.
   *
   * @param internal see {@link io.github.s3agrants.access.RequestContext#isInternalProbe}
   */
  public CompletableFuture<Boolean> isMissing(
      Access access, AccessGrantsException refusal, boolean internal, ProbeQuestions questions) {
    Optional<DirectoryProbe> probe = DirectoryProbe.of(access);
    if (refusal.kind() != Kind.DENIED || probe.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    return isWayToGrants(probe.get(), internal, questions)
        .thenCompose(
            isWay ->
                isWay
                    ? questions.isDenied(probe.get().asOverwrite())
                    : CompletableFuture.completedFuture(false));
  }

  private CompletableFuture<Boolean> isWayToGrants(
      DirectoryProbe probe, boolean internal, ProbeQuestions questions) {
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
