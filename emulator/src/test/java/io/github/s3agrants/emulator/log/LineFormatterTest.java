package io.github.s3agrants.emulator.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LineFormatterTest {
  private static LogRecord line(String message) {
    LogRecord line = new LogRecord(Level.WARNING, message);
    line.setLoggerName("io.github.s3agrants.emulator.audit.AuditFile");
    line.setInstant(Instant.parse("2026-01-02T03:04:05.678Z"));
    return line;
  }

  @Test
  void time_level_class_and_message() {
    assertThat(new LineFormatter().format(line("100% {0} 'as it is'")))
        .matches(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:05\\.678(Z|[+-]\\d\\d:\\d\\d) WARNING AuditFile:"
                + " 100% \\{0} 'as it is'\\R");
  }

  @Test
  void a_message_and_a_stack_trace_of_many_lines_are_one_line() {
    LogRecord line = line("first\nsecond");
    line.setThrown(new IllegalStateException("third\r\nfourth", new IOException("fifth")));
    String text = new LineFormatter().format(line);
    assertThat(text.lines()).hasSize(1);
    assertThat(text)
        .contains(
            "AuditFile: first | second | java.lang.IllegalStateException: third | fourth | at ")
        .contains(" | Caused by: java.io.IOException: fifth")
        .endsWith(System.lineSeparator());
  }

  @Test
  void a_record_without_a_logger() {
    LogRecord line = line("x");
    line.setLoggerName(null);
    assertThat(new LineFormatter().format(line)).contains(" WARNING : x");
  }
}
