package io.github.s3agrants.vending.probe;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.SigningCredentials;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What the services are asked on behalf of one request. */
public interface ProbeQuestions {
  CacheOwner owner();

  /** The credentials that sign the questions. */
  SigningCredentials signer();

  /** How long an answer may be remembered; zero: not at all. */
  Duration answerLife();

  /** True if no grant covers it, false if one does; any other failure is one of the future. */
  CompletableFuture<Boolean> isDenied(Access access);

  /**
   * Whether the caller has a grant below a path. Fails with an {@link AccessGrantsException} if the
   * service cannot tell, or the caller may not ask.
   */
  CompletableFuture<Boolean> hasGrantBelow(S3Path path);
}
