package io.github.s3agrants.examples.metrics;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.ConfFiles;
import io.github.s3agrants.examples.EmulatorJar;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard and the alerts in {@code conf/metrics} name what a real process publishes: through
 * Hadoop's Prometheus sink, and through Spark's, with the rules in {@code prometheus.yml}.
 */
class PublishedMetricsIT {
  private static final Principal OWNER = TestPrincipals.named("owner");

  private static final String CONFIGURATION =
      String.join(
          "\n",
          "region: us-east-1",
          "account: \"" + TestPrincipals.ACCOUNT + "\"",
          "principals:",
          EmulatorJar.yaml(OWNER),
          "buckets: [lake]",
          EmulatorJar.LOCATIONS,
          "grants:",
          "  - {location: \"s3://\", subPrefix: \"lake/*\", grantee: owner, permission: READWRITE}",
          "");

  @TempDir static Path work;

  private static String hadoop;
  private static String spark;

  @BeforeAll
  static void publish() throws Exception {
    Path local = Files.createDirectory(work.resolve("job"));
    try (EmulatorJar emulator = EmulatorJar.start(work, CONFIGURATION)) {
      SparkSettings settings =
          new SparkSettings(local, emulator.endpoints())
              .withLibrary(emulator.endpoints().s3Control(), emulator.endpoints().sts())
              .spark("plugins", "io.github.s3agrants.spark.AccessGrantsPlugin")
              .spark("ui.enabled", "true")
              .spark("ui.port", "0")
              .spark(
                  "metrics.conf.*.sink.prometheusServlet.class",
                  "org.apache.spark.metrics.sink.PrometheusServlet")
              .spark("metrics.conf.*.sink.prometheusServlet.path", "/metrics/prometheus");
      Process job =
          new SparkJvm(local, settings).start(OWNER, PublishingJob.class, work.toString());
      try {
        assertThat(job.waitFor()).as(() -> errors(local)).isZero();
      } finally {
        job.destroyForcibly();
      }
    }
    hadoop = Files.readString(work.resolve("hadoop"));
    spark = Files.readString(work.resolve("spark"));
  }

  private static String errors(Path local) {
    try {
      return Files.readString(local.resolveSibling(local.getFileName() + ".err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static Samples ofHadoop() {
    return Samples.of(hadoop);
  }

  private static Samples ofSpark() throws IOException {
    Map<String, Object> ofSpark =
        list(ConfFiles.yaml("metrics/prometheus.yml").get(0), "scrape_configs").stream()
            .filter(job -> "s3-access-grants-spark".equals(job.get("job_name")))
            .findFirst()
            .orElseThrow();
    assertThat(ofSpark.get("metrics_path")).isEqualTo("/metrics/prometheus/");
    Relabeling rules = new Relabeling(list(ofSpark, "metric_relabel_configs"));
    return Samples.of(spark).each(rules::apply);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Map<String, Object> parent, String key) {
    return (List<Map<String, Object>>) requireNonNull(parent.get(key), key);
  }

  @Test
  void hadoops_sink_and_sparks_have_the_same_names_and_kinds() throws IOException {
    Samples ofSpark = ofSpark();
    Set<String> names = ofHadoop().ours();
    assertThat(names)
        .contains("s3_access_grants_hits", "s3_access_grants_failures")
        .hasSizeGreaterThan(10);
    // The driver alone answers questions of executors.
    names.add("s3_access_grants_questions");
    assertThat(ofSpark.ours()).isEqualTo(names);
    assertThat(ofSpark.values("s3_access_grants_failures", "kind"))
        .isEqualTo(ofHadoop().values("s3_access_grants_failures", "kind"))
        .contains("DENIED", "UNAVAILABLE");
    assertThat(ofSpark.values("s3_access_grants_fallbacks", "reason"))
        .isEqualTo(ofHadoop().values("s3_access_grants_fallbacks", "reason"))
        .contains("DENIED", "UNSUPPORTED_OPERATION");
    assertThat(ofSpark.values("s3_access_grants_vends", "application"))
        .singleElement()
        .asString()
        .startsWith("local_");
    assertThat(ofSpark.labels())
        .extracting(sample -> sample.get(Samples.NAME))
        .noneMatch(name -> name.contains("AccessGrantsPlugin"));
  }

  @Test
  void the_numbers_are_those_of_the_job() {
    assertThat(hadoop).containsPattern("s3_access_grants_vends\\{[^}]*\\} 1\n");
    assertThat(spark).containsPattern("AccessGrantsPlugin_vends_Value\\{[^}]*\\} 1\n");
    assertThat(spark).containsPattern("AccessGrantsPlugin_hits_Value\\{[^}]*\\} [1-9]");
    assertThat(hadoop + spark).doesNotContain(OWNER.accessKey(), OWNER.secretKey());
  }

  @Test
  void the_dashboard_names_what_is_published() throws IOException {
    assertEachIsPublished("metrics/grafana-dashboard.json", 20);
  }

  @Test
  void each_alert_is_explained() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "metrics.md"));
    for (Map<String, Object> group :
        list(ConfFiles.yaml("metrics/prometheus-alerts.yml").get(0), "groups")) {
      assertThat(list(group, "rules"))
          .hasSizeGreaterThanOrEqualTo(8)
          .allSatisfy(rule -> assertThat(document).contains("| `" + rule.get("alert") + "` |"));
    }
  }

  @Test
  void the_alerts_name_what_is_published() throws IOException {
    assertEachIsPublished("metrics/prometheus-alerts.yml", 8);
  }

  private static void assertEachIsPublished(String file, int least) throws IOException {
    // JSON is YAML too.
    List<String> expressions = Expressions.in(ConfFiles.yaml(file));
    assertThat(expressions).hasSizeGreaterThanOrEqualTo(least);
    for (Samples published : List.of(ofHadoop(), ofSpark())) {
      assertThat(expressions)
          .allSatisfy(
              expression -> {
                assertThat(Expressions.metrics(expression)).as(expression).isNotEmpty();
                assertThat(Expressions.missing(expression, published)).as(expression).isEmpty();
              });
    }
    assertThat(Expressions.missing(expressions.get(0) + " + s3_access_grants_hitz", ofHadoop()))
        .containsExactly("s3_access_grants_hitz");
  }
}
