package io.github.s3agrants.vending.probe;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.concurrent.SignerFailure;
import io.github.s3agrants.vending.concurrent.SingleFlightCache;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Finds out whether a caller has a grant somewhere below a path. Vended credentials prove it.
 * Without them the service is called, and its answer is cached as long as a refusal is.
 * Thread-safe; never blocks.
 */
final class DescendantGrants {
  private final CredentialCache cache;
  private final SingleFlightCache<DescendantsKey, Boolean> answers;

  DescendantGrants(CredentialCache cache, Clock clock) {
    this.cache = cache;
    this.answers = new SingleFlightCache<>(clock);
  }

  /** Whether the cache has live credentials of the owner below the path. Makes no call. */
  boolean areVended(CacheOwner owner, S3Path path) {
    return cache.hasCredentialsBelow(owner, path);
  }

  /**
   * Whether there is such a grant; or a failure with an {@link AccessGrantsException} if the
   * service cannot be reached. False for a caller who may not list their grants, since nothing
   * shows that there is one.
   */
  CompletableFuture<Boolean> exist(ProbeQuestions questions, S3Path path) {
    if (areVended(questions.owner(), path)) {
      return CompletableFuture.completedFuture(true);
    }
    Duration life = questions.answerLife();
    return SignerFailure.of(
        answers.get(
            new DescendantsKey(questions.owner(), path, life),
            life,
            () -> SignerFailure.shared(ask(questions, path), questions.signer())),
        questions.signer(),
        () -> exist(questions, path));
  }

  private static CompletableFuture<Boolean> ask(ProbeQuestions questions, S3Path path) {
    return Futures.recover(
        questions.hasGrantBelow(path),
        failure -> {
          AccessGrantsException e = Futures.asAccessGrantsException(failure);
          return e.kind().isRefusalOfCaller()
              ? CompletableFuture.completedFuture(false)
              : CompletableFuture.failedFuture(e);
        });
  }

  void clear() {
    answers.clear();
  }
}
