package org.slf4j.simple;

import org.slf4j.Logger;
import org.slf4j.spi.LocationAwareLogger;

/** Sets the level of a logger while a test runs, which SLF4J's simple logger shows its package. */
public final class TestLevels {
  private TestLevels() {}

  /** Does something while a logger is at TRACE. */
  public static void whileTracing(Logger logger, Runnable something) {
    SimpleLogger simple = (SimpleLogger) logger;
    int before = simple.currentLogLevel;
    simple.currentLogLevel = LocationAwareLogger.TRACE_INT;
    try {
      something.run();
    } finally {
      simple.currentLogLevel = before;
    }
  }
}
