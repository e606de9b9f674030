package io.github.s3agrants.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The format of figures and reports, the options of benchmarks, and the keys of requests. */
class FigureTest {
  @Test
  void a_result_line_has_both_numbers_and_the_unit() {
    assertThat(new Figure("denials.in-a-row", 1, OptionalDouble.of(200), "calls").resultLine())
        .isEqualTo("RESULT denials.in-a-row ours=1 plugin=200 unit=calls");
    assertThat(new Figure("memory.held", 47.25, OptionalDouble.of(9.126), "MiB").resultLine())
        .isEqualTo("RESULT memory.held ours=47.3 plugin=9.13 unit=MiB");
  }

  @Test
  void a_dash_stands_where_the_plugin_has_none() {
    assertThat(
            new Figure("fleet.start.peak", 20000, OptionalDouble.empty(), "calls/s").resultLine())
        .isEqualTo("RESULT fleet.start.peak ours=20000 plugin=- unit=calls/s");
  }

  @Test
  void the_report_ends_with_a_line_per_figure() {
    Report report = new Report("denials");
    report.compare("in-a-row", 1, 200, "calls");
    report.alone("other", 2, "calls");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines.subList(lines.size() - 2, lines.size()))
        .containsExactly(
            "RESULT denials.in-a-row ours=1 plugin=200 unit=calls",
            "RESULT denials.other ours=2 plugin=- unit=calls");
    assertThat(lines.get(1)).contains("200.0");
  }

  @Test
  void names_and_units_are_one_word_each() {
    assertThatThrownBy(() -> new Figure("a b.c", 1, OptionalDouble.empty(), "calls"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Figure("a.b", 1, OptionalDouble.empty(), "two words"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void options_are_names_with_values() {
    Options options = Options.parse(List.of("--runs", "50"));
    assertThat(options.number("runs", 10)).isEqualTo(50);
    assertThat(options.number("other", 10)).isEqualTo(10);
    options.allow("runs");
    assertThatThrownBy(() -> options.allow("seed")).hasMessageContaining("--runs");
    assertThatThrownBy(() -> Options.parse(List.of("--runs")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keys_have_the_length_that_was_asked_for() {
    for (int length : new int[] {60, 120, 250}) {
      assertThat(WarmRequests.of(100, length))
          .hasSize(WarmRequests.REQUESTS)
          .allSatisfy(request -> assertThat(request.key()).hasSize(length));
    }
  }
}
