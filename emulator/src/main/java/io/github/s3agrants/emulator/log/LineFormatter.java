package io.github.s3agrants.emulator.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/**
 * One line per record, so that tools that read logs by line get whole records. A stack trace is in
 * the same line, its lines separated by {@code |}. {@code java.util.logging} creates it by name.
 */
public final class LineFormatter extends Formatter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());

  @Override
  public String format(LogRecord line) {
    String logger = line.getLoggerName();
    StringBuilder text =
        new StringBuilder()
            .append(TIME.format(line.getInstant()))
            .append(' ')
            .append(line.getLevel().getName())
            .append(' ')
            .append(logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1))
            .append(": ")
            .append(formatMessage(line));
    Throwable thrown = line.getThrown();
    if (thrown != null) {
      text.append(" | ").append(stackTrace(thrown));
    }
    return text.toString().strip().replaceAll("\\s*\\R\\s*", " | ") + System.lineSeparator();
  }

  private static String stackTrace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
