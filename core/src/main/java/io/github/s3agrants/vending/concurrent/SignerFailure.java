package io.github.s3agrants.vending.concurrent;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.SigningCredentials;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A failure that concerns the credentials that signed a shared call. It says nothing about the
 * credentials of the other requests that wait for the call.
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

  /** The outcome of a call, in the form that all requests waiting for it share. */
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
   * A shared outcome, in the form for one of the requests that waited.
   *
   * @param again makes the call again; used only if the call failed because of another request's
   *     credentials
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
