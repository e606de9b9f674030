package io.github.s3agrants.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** Captures what all threads log until this is closed. */
public final class CapturedLog implements AutoCloseable {
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final PrintStream before = System.err;

  public CapturedLog() {
    System.setErr(new PrintStream(log, true, UTF_8));
  }

  public String text() {
    return log.toString(UTF_8);
  }

  /** The lines that a class logged. */
  public List<String> linesOf(Class<?> logger) {
    return text().lines().filter(line -> line.contains(logger.getName() + " - ")).toList();
  }

  @Override
  public void close() {
    System.setErr(before);
  }
}
