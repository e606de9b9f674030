package io.github.s3agrants.runtime;

import io.github.s3agrants.credentials.AccessGrantsClient;
import java.time.Clock;

/** Makes the client with which the file systems of a JVM ask the services. */
@FunctionalInterface
public interface ClientFactory {
  /**
   * The client; the runtime closes it with the last file system.
   *
   * @param clock by which the life of vended credentials is reckoned
   */
  AccessGrantsClient create(Clock clock);
}
