package io.github.s3agrants.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.application.Protocol;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.testing.CapturedLog;
import java.util.Map;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of an executor's file systems, however the plugin starts. */
class AccessGrantsExecutorPluginTest {
  private final FakePluginContext context = new FakePluginContext("3");
  private final ExecutorPlugin plugin = new AccessGrantsPlugin().executorPlugin();

  @AfterEach
  void everything_is_closed_with_the_plugin() {
    plugin.shutdown();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    AccessGrantsRuntime.acquire(1, SdkClients::create).close();
  }

  private static boolean isAsking() {
    try (AccessGrantsRuntime.Lease lease = AccessGrantsRuntime.acquire(1, SdkClients::create)) {
      return lease.isAsking();
    }
  }

  private static String refusal() {
    return String.valueOf(
        assertThrows(
                IllegalStateException.class,
                () -> AccessGrantsRuntime.acquire(1, SdkClients::create))
            .getMessage());
  }

  @Test
  void with_the_same_library_on_both_sides_the_driver_is_asked() {
    plugin.init(context, Protocol.announcement());
    assertThat(isAsking()).isTrue();
    assertThat(context.metrics.getGauges())
        .containsKeys(
            "hits",
            "vends",
            "renewals",
            "denials",
            "waitedMillis",
            "liveCredentials",
            "failures.DENIED",
            "failures.UNAVAILABLE",
            "fallbacks.UNSUPPORTED_OPERATION");
    assertThat(context.metrics.getGauges().values())
        .allSatisfy(gauge -> assertThat(gauge.getValue()).isEqualTo(0L));
  }

  @Test
  void in_the_drivers_own_process_nothing_changes() {
    FakePluginContext local = new FakePluginContext("driver");
    plugin.init(local, Map.of());
    assertThat(isAsking()).isFalse();
    assertThat(local.metrics.getGauges()).isEmpty();
  }

  @Test
  void without_a_plugin_in_the_driver_each_file_system_says_so() {
    try (CapturedLog log = new CapturedLog()) {
      plugin.init(context, Map.of());
      assertThat(log.text()).contains("ERROR").contains("not in the driver");
    }
    assertThat(refusal()).contains("not in the driver").contains("spark.plugins");
  }

  @Test
  void with_another_protocol_in_the_driver_each_file_system_names_both_versions() {
    plugin.init(context, Map.of("protocol", "99", "library", "9.9.9"));
    assertThat(refusal()).contains("9.9.9").contains("protocol 99 and 2").contains("same jar");
  }

  @Test
  void a_library_with_the_same_protocol_is_understood_whatever_its_version() {
    plugin.init(context, Map.of("protocol", "2", "library", "9.9.9"));
    assertThat(isAsking()).isTrue();
  }

  @Test
  void a_file_system_that_was_there_first_is_left_alone_and_no_other_is_opened() {
    try (AccessGrantsRuntime.Lease first = AccessGrantsRuntime.acquire(1, SdkClients::create)) {
      assertThat(first.isAsking()).isFalse();
      plugin.init(context, Protocol.announcement());
      assertThat(refusal()).contains("before AccessGrantsPlugin started").contains("first in");
    }
  }

  @Test
  void what_was_used_is_reported_when_it_has_changed() {
    plugin.init(context, Protocol.announcement());
    plugin.onTaskSucceeded();
    assertThat(context.sent)
        .hasSize(1)
        .allSatisfy(sent -> assertThat(sent).isInstanceOf(byte[].class));
    // The same again is not sent, whenever its time comes.
    plugin.onTaskFailed(null);
    plugin.shutdown();
    assertThat(context.sent).hasSize(1);
  }

  @Test
  void reports_are_rarer_the_more_executors_there_are() {
    assertThat(UsageReporter.intervalMillis(context.conf)).isEqualTo(200);
    context.conf.set("spark.executor.instances", "2");
    assertThat(UsageReporter.intervalMillis(context.conf)).isEqualTo(20);
    context.conf.set("spark.dynamicAllocation.maxExecutors", "1000");
    assertThat(UsageReporter.intervalMillis(context.conf)).isEqualTo(2000);
    context.conf.set("spark.executor.instances", "1000000");
    assertThat(UsageReporter.intervalMillis(context.conf)).isEqualTo(60_000);
  }

  @Test
  void what_the_driver_announces_shows_on_a_page_and_has_no_secret() {
    assertThat(Protocol.announcement()).containsOnlyKeys("protocol", "library");
  }
}
