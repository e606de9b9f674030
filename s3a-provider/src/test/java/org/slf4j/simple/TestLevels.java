package org.slf4j.simple;

import org.slf4j.Logger;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Sets a logger's level during a test. It is in this package because SLF4J's simple logger shows
 * its level only there.
 */
public final class TestLevels {
  private TestLevels() {}

  /** Runs something while a logger is at TRACE. */
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
