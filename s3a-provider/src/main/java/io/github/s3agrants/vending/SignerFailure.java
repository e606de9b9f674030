package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * What went wrong with the credentials that signed a question whose answer many wait for. It says
 * nothing about those of the others.
 */
final class SignerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final AccessGrantsException failure;
  private final transient AwsCredentialsIdentity asker;

  private SignerFailure(AccessGrantsException failure, AwsCredentialsIdentity asker) {
    super(failure.getMessage(), failure);
    this.failure = failure;
    this.asker = asker;
  }

  /** The outcome of a question, as it is shared by all who wait for it. */
  static <T> CompletableFuture<T> shared(
      CompletableFuture<T> outcome, AwsCredentialsIdentity asker) {
    return Futures.recover(
        outcome,
        failure -> {
          AccessGrantsException e = Futures.asAccessGrantsException(failure);
          return CompletableFuture.failedFuture(
              e.kind().isAboutSigner() ? new SignerFailure(e, asker) : e);
        });
  }

  /**
   * A shared outcome, as it is for one of those who waited.
   *
   * @param again asks once more; only if it failed for the credentials of somebody else
   */
  static <T> CompletableFuture<T> of(
      CompletableFuture<T> shared,
      AwsCredentialsIdentity mine,
      Supplier<CompletableFuture<T>> again) {
    return Futures.recover(
        shared,
        failure -> {
          if (!(failure instanceof SignerFailure)) {
            return CompletableFuture.failedFuture(failure);
          }
          SignerFailure e = (SignerFailure) failure;
          return e.asker.equals(mine) ? CompletableFuture.failedFuture(e.failure) : again.get();
        });
  }
}
