package io.github.s3agrants.runtime;

import io.github.s3agrants.credentials.AccessGrantsClient;
import java.time.Clock;

/** Creates the client with which the file systems of a JVM call the services. */
@FunctionalInterface
public interface ClientFactory {
  /**
   * Creates a client. The runtime closes it with the last file system.
   *
   * @param clock the clock that the lifetime of vended credentials is measured with
   */
  AccessGrantsClient create(Clock clock);
}
