package org.slf4j.simple;

import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LocationAwareLogger;

/**
 * Sets a logger's level during a test. It is in this package because SLF4J's simple logger shows
 * its level only there.
 */
public final class TestLevels {
  private TestLevels() {}

  /** Restores the levels of loggers. */
  public interface Lowered extends AutoCloseable {
    @Override
    void close();
  }

  /** Sets all loggers below a name to INFO, those that are made later too, until closed. */
  public static Lowered atInfo(String name) {
    return at("info", LocationAwareLogger.INFO_INT, name);
  }

  /** Sets all loggers below a name to DEBUG, those that are made later too, until closed. */
  public static Lowered atDebug(String name) {
    return at("debug", LocationAwareLogger.DEBUG_INT, name);
  }

  private static Lowered at(String word, int level, String name) {
    String key = SimpleLogger.LOG_KEY_PREFIX + name;
    Map<String, Logger> loggers =
        ((SimpleLoggerFactory) LoggerFactory.getILoggerFactory()).loggerMap;
    Map<String, Integer> before = new HashMap<>();
    System.setProperty(key, word);
    loggers.forEach(
        (logger, simple) -> {
          if (logger.startsWith(name)) {
            before.put(logger, ((SimpleLogger) simple).currentLogLevel);
            ((SimpleLogger) simple).currentLogLevel = level;
          }
        });
    return () -> {
      System.clearProperty(key);
      loggers.forEach(
          (logger, simple) -> {
            if (logger.startsWith(name)) {
              ((SimpleLogger) simple).currentLogLevel =
                  before.getOrDefault(logger, LocationAwareLogger.WARN_INT);
            }
          });
    };
  }

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
