package io.github.s3agrants.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.vending.FallbackReason;
import io.github.s3agrants.vending.Metric;
import io.github.s3agrants.vending.StatisticsMXBean;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.metrics2.sink.PrometheusMetricsSink;
import org.junit.jupiter.api.Test;

/**
 * The table in docs/metrics.md agrees with the code, and the code's table with JMX. {@code
 * -Ddocs.write=true} regenerates the document.
 */
class MetricsReferenceTest {
  private static final String BEGIN = "<!-- metrics: begin, generated -->\n";
  private static final String END = "<!-- metrics: end -->";
  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");

  /** A quotient of two of the others, which sinks compute themselves. */
  private static final String DERIVED = "MeanVendMillis";

  @Test
  void the_document_lists_what_is_published() throws IOException {
    String text = Files.readString(DOCUMENT, UTF_8);
    assertThat(text).containsOnlyOnce(BEGIN).containsOnlyOnce(END);
    int from = text.indexOf(BEGIN) + BEGIN.length();
    if (Boolean.getBoolean("docs.write")) {
      text = text.substring(0, from) + table() + text.substring(text.indexOf(END));
      Files.writeString(DOCUMENT, text, UTF_8);
    }
    assertThat(text.substring(from, text.indexOf(END))).isEqualTo(table());
  }

  private static String table() {
    return Stream.concat(
            Stream.of(
                "| JMX and metrics2 | Spark | Prometheus | unit | meaning |",
                "| --- | --- | --- | --- | --- |"),
            Metric.ALL.stream().map(MetricsReferenceTest::row))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(Metric metric) {
    boolean one = metric.label().isEmpty();
    return String.format(
        "| `%s` | `%s%s` | `%s%s` | %s%s | %s |",
        metric.attribute(),
        metric.name(),
        one ? "" : "." + metric.label().toUpperCase(Locale.ROOT),
        new PrometheusMetricsSink().prometheusName(HadoopMetrics.RECORD, metric.attribute()),
        one ? "" : "{" + metric.label() + "=…}",
        metric.unit(),
        metric.type() == Metric.Type.GAUGE ? ", now" : "",
        metric.meaning());
  }

  @Test
  void all_that_is_in_jmx_has_a_name_everywhere() {
    List<String> attributes =
        Arrays.stream(StatisticsMXBean.class.getMethods())
            .map(Method::getName)
            .map(name -> name.substring("get".length()))
            .filter(name -> !name.equals(DERIVED))
            .toList();
    assertThat(Metric.ALL)
        .extracting(Metric::attribute)
        .containsExactlyInAnyOrderElementsOf(attributes);
  }

  @Test
  void each_kind_and_each_reason_is_explained() throws IOException {
    String text = Files.readString(DOCUMENT, UTF_8);
    assertThat(
            Stream.concat(
                Arrays.stream(AccessGrantsException.Kind.values()),
                Arrays.stream(FallbackReason.values())))
        .allSatisfy(kind -> assertThat(text).contains("`" + kind + "`"));
  }
}
