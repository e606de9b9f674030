package io.github.s3agrants.vending.concurrent;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.SigningCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What went wrong with the credentials that signed a question whose answer many wait for. It says
 * nothing about those of the others.
 */
public final class SignerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final AccessGrantsException failure;
  private final transient SigningCredentials signer;

  private SignerFailure(AccessGrantsException failure, SigningCredentials signer) {
    super(failure.getMessage(), failure);
    this.failure = failure;
    this.signer = signer;
  }

  /** The outcome of a question, as it is shared by all who wait for it. */
  public static <T> CompletableFuture<T> shared(
      CompletableFuture<T> outcome, SigningCredentials signer) {
    return Futures.recover(
        outcome,
        failure -> {
          AccessGrantsException e = Futures.asAccessGrantsException(failure);
          return CompletableFuture.failedFuture(
              e.kind().isAboutSigner() ? new SignerFailure(e, signer) : e);
        });
  }

  /**
   * A shared outcome, as it is for one of those who waited.
   *
   * @param again asks once more; only if it failed for the credentials of somebody else
   */
  public static <T> CompletableFuture<T> of(
      CompletableFuture<T> shared, SigningCredentials mine, Supplier<CompletableFuture<T>> again) {
    return Futures.recover(
        shared,
        failure -> {
          if (!(failure instanceof SignerFailure)) {
            return CompletableFuture.failedFuture(failure);
          }
          SignerFailure e = (SignerFailure) failure;
          return e.signer.equals(mine) ? CompletableFuture.failedFuture(e.failure) : again.get();
        });
  }
}
