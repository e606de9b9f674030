package io.github.s3agrants.runtime;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.PrometheusText;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.vending.Metric;
import io.github.s3agrants.vending.Statistics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.metrics2.MetricsSystem;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.metrics2.sink.PrometheusMetricsSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Hadoop's own sinks get of the requests of real file systems. */
class HadoopMetricsTest {
  private final PrometheusMetricsSink sink = new PrometheusMetricsSink();
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
  }

  @AfterEach
  void stop() throws IOException {
    DefaultMetricsSystem.shutdown();
    lake.close();
  }

  private void initialize() {
    MetricsSystem system = DefaultMetricsSystem.initialize("test");
    system.register("prometheus", "", sink);
  }

  private PrometheusText published() throws IOException {
    DefaultMetricsSystem.instance().publishMetricsNow();
    return PrometheusText.of(sink);
  }

  private static Object inJmx(String attribute) throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .getAttribute(new ObjectName("io.github.s3agrants:type=AccessGrants"), attribute);
  }

  @Test
  void a_sink_gets_the_numbers_of_a_file_systems_requests() throws Exception {
    initialize();
    Configuration conf = lake.grants(ALICE);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.read(fs, "/alice/f");
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/bob/f"));
      PrometheusText text = published();
      for (Metric metric : Metric.ALL) {
        if (metric.label().isEmpty()) {
          assertThat(text.value("s3_access_grants_" + snake(metric), Map.of("id", "1")))
              .as(metric.name())
              .isEqualTo(((Number) inJmx(metric.attribute())).longValue());
        }
      }
      assertThat(text.value("s3_access_grants_vends", Map.of())).isEqualTo(1);
      assertThat(text.value("s3_access_grants_hits", Map.of())).isPositive();
      assertThat(text.value("s3_access_grants_live_credentials", Map.of())).isEqualTo(1);
      assertThat(text.value("s3_access_grants_failures", Map.of("kind", "DENIED"))).isPositive();
      assertThat(text.value("s3_access_grants_failures", Map.of("kind", "THROTTLED"))).isZero();
      assertThat(text.value("s3_access_grants_fallbacks", Map.of("reason", "DENIED")))
          .isEqualTo(((Map<?, ?>) statistics().getFallbacks()).get("DENIED"));
      assertThat(text.type("s3_access_grants_vends")).isEqualTo("counter");
      assertThat(text.type("s3_access_grants_live_credentials")).isEqualTo("gauge");
      assertThat(text.toString()).doesNotContain(ALICE.arn(), "alice", "lake");
    }
  }

  private static Statistics statistics() {
    return AccessGrantsRuntime.engine().orElseThrow().statistics();
  }

  private static String snake(Metric metric) {
    return new PrometheusMetricsSink()
        .prometheusName(HadoopMetrics.RECORD, metric.attribute())
        .substring("s3_access_grants_".length());
  }

  @Test
  void metrics_may_be_initialized_after_the_file_system_was_opened() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      S3AFixture.read(fs, "/alice/f");
      initialize();
      assertThat(published().value("s3_access_grants_vends", Map.of())).isEqualTo(1);
    }
  }

  @Test
  void nothing_is_left_when_the_last_file_system_is_closed() throws Exception {
    initialize();
    ObjectName bean = new ObjectName("Hadoop:service=test,name=" + HadoopMetrics.RECORD);
    for (int i = 0; i < 2; i++) {
      try (S3AFileSystem one = lake.open(ALICE)) {
        lake.open(ALICE).close();
        S3AFixture.read(one, "/alice/f");
        assertThat(published().toString()).contains("s3_access_grants_vends{");
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(bean)).isTrue();
      }
      assertThat(DefaultMetricsSystem.instance().getSource(HadoopMetrics.RECORD)).isNull();
      assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(bean)).isFalse();
      published();
      assertThat(published().toString()).doesNotContain("s3_access_grants");
    }
  }

  @Test
  void nothing_is_left_where_nobody_initialized_metrics() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      S3AFixture.read(fs, "/alice/f");
      assertThat(DefaultMetricsSystem.instance().getSource(HadoopMetrics.RECORD)).isNotNull();
    }
    assertThat(DefaultMetricsSystem.instance().getSource(HadoopMetrics.RECORD)).isNull();
  }

  /** A sink that writes to S3 opens a file system while the metrics system is locked. */
  @Test
  void whoever_holds_the_lock_of_the_metrics_may_open_a_file_system() throws Exception {
    initialize();
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    FutureTask<String> holder =
        inBackground(
            () -> {
              synchronized (DefaultMetricsSystem.instance()) {
                isHeld.countDown();
                mayEnd.await();
              }
              return "released";
            });
    FutureTask<String> first;
    try {
      isHeld.await();
      first = inBackground(this::open);
      FutureTask<Boolean> isThere =
          inBackground(
              () -> {
                while (AccessGrantsRuntime.engine().isEmpty()) {
                  Thread.onSpinWait();
                }
                return true;
              });
      assertThat(isThere.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(inBackground(this::open).get(30, TimeUnit.SECONDS)).isEqualTo("text");
      assertThat(first.isDone()).isFalse();
    } finally {
      mayEnd.countDown();
    }
    assertThat(holder.get(30, TimeUnit.SECONDS)).isEqualTo("released");
    assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("text");
    assertThat(DefaultMetricsSystem.instance().getSource(HadoopMetrics.RECORD)).isNull();
  }

  private String open() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      return S3AFixture.read(fs, "/alice/f");
    }
  }

  private static <T> FutureTask<T> inBackground(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  @Test
  void a_name_that_is_taken_is_left_alone() throws IOException {
    HadoopMetrics other = HadoopMetrics.publish(fresh());
    try (S3AFileSystem fs = lake.open(ALICE)) {
      initialize();
      S3AFixture.read(fs, "/alice/f");
      PrometheusText text = published();
      assertThat(text.value("s3_access_grants_vends", Map.of("id", "1"))).isZero();
      assertThat(text.value("s3_access_grants_vends", Map.of("id", "2"))).isEqualTo(1);
    } finally {
      assertThat(DefaultMetricsSystem.instance().getSource(HadoopMetrics.RECORD)).isSameAs(other);
      assertThat(DefaultMetricsSystem.instance().getSource(HadoopMetrics.RECORD + "2")).isNull();
      if (other != null) {
        other.close();
        other.close();
      }
    }
    assertThat(DefaultMetricsSystem.instance().getSource(HadoopMetrics.RECORD)).isNull();
  }

  private static Statistics fresh() {
    try (AccessGrantsRuntime.Lease lease = AccessGrantsRuntime.acquire(1, SdkClients::create)) {
      assertThat(lease.isAsking()).isFalse();
      return statistics();
    }
  }
}
