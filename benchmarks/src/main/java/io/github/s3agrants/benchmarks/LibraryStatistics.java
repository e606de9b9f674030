package io.github.s3agrants.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;

/** The library's own statistics, read over JMX. */
final class LibraryStatistics {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private LibraryStatistics() {}

  /** The number of requests without cached credentials, which are all that could have waited. */
  static long misses() {
    return read("Misses");
  }

  /** Waits until the caller's grants have been read, whose pages may take longer than a request. */
  static void awaitGrantListing() throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (read("GrantListings") == 0) {
      BenchmarkException.unless(System.nanoTime() < end, "the grants were not read");
      Thread.sleep(10);
    }
  }

  private static long read(String attribute) {
    try {
      return (Long)
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(new ObjectName("io.github.s3agrants:type=AccessGrants"), attribute);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }
}
