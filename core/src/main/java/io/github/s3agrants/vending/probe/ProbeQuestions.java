package io.github.s3agrants.vending.probe;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.SigningCredentials;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The calls to the services that the answer to a probe depends on, on behalf of one request. */
public interface ProbeQuestions {
  CacheOwner owner();

  /** The credentials that sign the calls. */
  SigningCredentials signer();

  /** How long an answer may be cached; zero: not at all. */
  Duration answerLife();

  /**
   * True if no grant covers {@code access}, false if one does. Any other failure fails the future.
   */
  CompletableFuture<Boolean> isDenied(Access access);

  /**
   * Whether the caller has a grant below a path. Fails with an {@link AccessGrantsException} if the
   * service cannot tell, or the caller may not make the call.
   */
  CompletableFuture<Boolean> hasGrantBelow(S3Path path);
}
