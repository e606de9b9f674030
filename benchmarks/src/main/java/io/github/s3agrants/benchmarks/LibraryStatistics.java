package io.github.s3agrants.benchmarks;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** The library's own statistics, read over JMX. */
final class LibraryStatistics {
  private LibraryStatistics() {}

  /** The number of requests without cached credentials, which are all that could have waited. */
  static long misses() {
    return read("Misses");
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
