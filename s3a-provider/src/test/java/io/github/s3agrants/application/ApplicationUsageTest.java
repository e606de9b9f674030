package io.github.s3agrants.application;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.Usage;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table at the end of an application. */
class ApplicationUsageTest {
  private final Usage driver = new Usage();
  private final ApplicationUsage usage = new ApplicationUsage();

  private static Usage refusals(String... keys) {
    Usage refused = new Usage();
    for (String key : keys) {
      refused.refused(Access.of("GetObject", READ, S3Path.object("lake", key)));
    }
    return refused;
  }

  @Test
  void it_has_a_line_for_each_grant_and_refusal_of_each_process() {
    driver.refused(Access.of("PutObject", WRITE, S3Path.object("lake", "k")));
    driver.refused(Access.of("PutObject", WRITE, S3Path.object("lake", "k")));
    usage.add(UsageReport.of("10", refusals("x")));
    usage.add(UsageReport.of("9", refusals("y")));
    assertThat(usage.table(driver).lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("S3 Access Grants in this application:"),
            line -> assertThat(line).startsWith("  process      permission scope"),
            line -> assertThat(line).matches("  driver +WRITE +s3://lake/k +refused"),
            line -> assertThat(line).matches("  executor 9 +READ +s3://lake/y +refused"),
            line -> assertThat(line).matches("  executor 10 +READ +s3://lake/x +refused"),
            line ->
                assertThat(line)
                    .isEqualTo("  GetDataAccess calls: 0 granted, 2 refused, all by the driver"));
  }

  @Test
  void a_later_report_of_an_executor_replaces_the_earlier() {
    usage.add(UsageReport.of("1", refusals("x")));
    usage.add(UsageReport.of("1", refusals("x", "y")));
    assertThat(usage.table(driver).lines().filter(line -> line.contains("executor 1"))).hasSize(2);
  }

  @Test
  void a_key_cannot_add_lines_to_the_log() {
    usage.add(UsageReport.of("1", refusals("a\n2026-01-01 ERROR forged")));
    assertThat(usage.table(driver).lines()).hasSize(4);
  }

  @Test
  void a_table_of_very_much_is_cut() {
    for (int i = 0; i < 300; i++) {
      usage.add(UsageReport.of(String.valueOf(i), refusals("x")));
    }
    assertThat(usage.table(driver).lines()).hasSize(204);
    assertThat(usage.table(driver)).contains("... and 100 lines more");
  }

  @Test
  void lines_without_room_in_the_table_are_counted_whenever_their_executors_report() {
    String[] keys = IntStream.range(0, 20).mapToObj(i -> "k" + i).toArray(String[]::new);
    for (int i = 1000; i > 0; i--) {
      usage.add(UsageReport.of(String.valueOf(i), refusals("first")));
    }
    for (int i = 1; i <= 1000; i++) {
      usage.add(UsageReport.of(String.valueOf(i), refusals(keys)));
    }
    List<String> lines = usage.table(driver).lines().collect(Collectors.toList());
    for (int i = 1; i <= 10; i++) {
      String executor = "  executor " + i + " ";
      assertThat(lines.stream().filter(line -> line.startsWith(executor))).hasSize(20);
    }
    assertThat(lines).hasSize(204).contains("  ... and 19,800 lines more");
  }
}
