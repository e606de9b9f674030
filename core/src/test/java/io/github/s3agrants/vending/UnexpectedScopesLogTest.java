package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testing.CapturedLog;
import org.junit.jupiter.api.Test;

class UnexpectedScopesLogTest {
  private static final S3Path REQUESTED = S3Path.object("lake", "k");

  private final Statistics statistics = new Statistics(() -> 0);
  private final UnexpectedScopes scopes = new UnexpectedScopes(statistics);

  @Test
  void each_text_is_logged_once_and_all_are_counted() {
    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 3; i++) {
        scopes.note("s3://lake", REQUESTED);
        scopes.note("s3://elsewhere/*", REQUESTED);
      }
      assertThat(log.linesOf(UnexpectedScopes.class))
          .satisfiesExactly(
              line -> assertThat(line).contains("WARN", "\"s3://lake\"", "for s3://lake/k:"),
              line -> assertThat(line).contains("WARN", "\"s3://elsewhere/*\""));
    }
    assertThat(statistics.getUnexpectedScopes()).isEqualTo(6);
  }

  @Test
  void a_service_that_makes_up_a_text_for_each_answer_fills_no_log() {
    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 1000; i++) {
        scopes.note("scope" + i, REQUESTED);
      }
      assertThat(log.linesOf(UnexpectedScopes.class)).hasSize(100);
    }
    assertThat(statistics.getUnexpectedScopes()).isEqualTo(1000);
  }

  @Test
  void a_text_writes_no_lines_of_its_own_and_no_long_ones() {
    try (CapturedLog log = new CapturedLog()) {
      scopes.note("a\r\n[main] WARN forged" + "x".repeat(100_000), REQUESTED);
      assertThat(log.text().lines()).hasSize(1);
      assertThat(log.text()).hasSizeLessThan(2000);
    }
  }
}
