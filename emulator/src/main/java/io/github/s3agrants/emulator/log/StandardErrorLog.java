package io.github.s3agrants.emulator.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.logging.LogManager;

/** Sends the log of this process to standard error, with one line per record. */
public final class StandardErrorLog {
  private static final String SETTINGS = "logging.properties";

  private StandardErrorLog() {}

  /**
   * Configures {@code java.util.logging} for the whole process, unless whoever started the process
   * did so with a system property.
   *
   * @throws IOException if the settings cannot be read
   */
  public static void configure() throws IOException {
    if (System.getProperty("java.util.logging.config.file") != null
        || System.getProperty("java.util.logging.config.class") != null) {
      return;
    }
    try (InputStream settings =
        Objects.requireNonNull(StandardErrorLog.class.getResourceAsStream(SETTINGS), SETTINGS)) {
      LogManager.getLogManager().readConfiguration(settings);
    }
  }
}
