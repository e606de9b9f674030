package io.github.s3agrants.runtime;

import io.github.s3agrants.vending.GrantsClient;
import java.time.Clock;
import java.util.concurrent.Executor;

/** Creates the client with which a JVM gets vended credentials from another process. */
@FunctionalInterface
public interface GrantsClientFactory {
  /**
   * Creates a client. It is in use until the last lease is closed.
   *
   * @param executor runs what follows an answer
   * @param clock the clock that the lifetime of vended credentials is measured with
   */
  GrantsClient create(Executor executor, Clock clock);
}
