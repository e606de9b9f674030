package io.github.s3agrants.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testing.CapturedLog;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.simple.TestLevels;

/** The log names the library's version once for each runtime that is created. */
class VersionLogTest {
  private static final String START = "S3 Access Grants for S3A, version ";

  private static void openTwo() {
    AccessGrantsRuntime.Lease first = AccessGrantsRuntime.acquire(10, SdkClients::create);
    AccessGrantsRuntime.Lease second = AccessGrantsRuntime.acquire(10, SdkClients::create);
    second.close();
    first.close();
  }

  private static List<String> logged(Runnable something) {
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    try (CapturedLog log = new CapturedLog()) {
      TestLevels.whileTracing(LoggerFactory.getLogger(AccessGrantsRuntime.class), something);
      return log.linesOf(AccessGrantsRuntime.class).stream()
          .filter(line -> line.contains(START))
          .toList();
    }
  }

  @Test
  void the_first_file_system_logs_the_version_at_info() {
    String version = AccessGrantsRuntime.class.getPackage().getImplementationVersion();
    assertThat(logged(VersionLogTest::openTwo))
        .singleElement()
        .asString()
        .contains("INFO")
        .endsWith(START + AccessGrantsRuntime.version(version));
  }

  @Test
  void a_runtime_that_is_created_later_logs_it_again() {
    assertThat(
            logged(
                () -> {
                  openTwo();
                  openTwo();
                }))
        .hasSize(2);
  }

  @Test
  void the_version_is_that_of_the_manifest() {
    assertThat(AccessGrantsRuntime.version("1.2.3")).isEqualTo("1.2.3");
  }

  @Test
  void without_a_manifest_the_version_is_unknown() {
    assertThat(AccessGrantsRuntime.version(null)).isEqualTo("unknown (not from the released jar)");
  }
}
