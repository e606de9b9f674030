package io.github.s3agrants.request;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.statistics.IOStatisticsContext;
import org.apache.hadoop.fs.statistics.IOStatisticsSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread's IOStatistics show how long it waited for vended credentials. */
class WaitStatisticsTest {
  /**
   * Hadoop itself holds it only weakly, so that it would not outlive the next garbage collection.
   */
  private final IOStatisticsContext context = IOStatisticsContext.getCurrentIOStatisticsContext();

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
    context.reset();
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  private IOStatisticsSnapshot statistics() {
    return context.snapshot();
  }

  private long waits() {
    return statistics().counters().getOrDefault(WaitStatistics.WAIT, 0L);
  }

  @Test
  void a_wait_is_added_to_what_s3a_counts_for_the_thread() throws IOException {
    lake.emulator
        .faults()
        .set(ControlOperation.GET_DATA_ACCESS, Fault.latency(Duration.ofMillis(100)));
    try (S3AFileSystem fs = lake.open(ALICE)) {
      S3AFixture.read(fs, "/alice/f");
      assertThat(waits()).isEqualTo(1);
      assertThat(statistics().maximums().get("s3_access_grants_wait.max"))
          .isGreaterThanOrEqualTo(100);
      assertThat(statistics().minimums()).containsKey("s3_access_grants_wait.min");
      assertThat(
              requireNonNull(statistics().meanStatistics().get("s3_access_grants_wait.mean"))
                  .getSum())
          .isGreaterThanOrEqualTo(100);
      assertThat(statistics().counters().get("stream_read_bytes")).isEqualTo(4);

      // With credentials in the cache there is nothing to wait for.
      S3AFixture.read(fs, "/alice/f");
      assertThat(waits()).isEqualTo(1);
    }
  }

  @Test
  void a_wait_that_ends_in_a_refusal_counts_too() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/bob/f"));
      assertThat(waits()).isPositive();
    }
  }

  @Test
  void another_threads_statistics_are_its_own() throws Exception {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      Thread reader =
          new Thread(
              () -> {
                try {
                  S3AFixture.read(fs, "/alice/f");
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      reader.start();
      reader.join();
    }
    assertThat(waits()).isZero();
  }
}
