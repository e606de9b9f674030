package io.github.s3agrants.examples.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The check of the files in {@code conf/metrics} finds what it must find. */
class ExpressionsTest {
  private static final Samples PUBLISHED =
      Samples.of(
          """
          # TYPE s3_access_grants_hits counter
          s3_access_grants_hits{context="s3accessgrants",id="1"} 5
          s3_access_grants_failures{kind="DENIED",id="1"} 1
          """);

  @Test
  void what_is_published_is_known() {
    assertThat(
            Expressions.missing(
                "sum by (job, kind) (rate(s3_access_grants_failures{kind!=\"DENIED\"}[5m])) / 2"
                    + " and increase(s3_access_grants_hits[1h]) > 0",
                PUBLISHED))
        .isEmpty();
  }

  @Test
  void an_invented_name_is_found() {
    assertThat(Expressions.missing("rate(s3_access_grants_hitz[5m])", PUBLISHED))
        .containsExactly("s3_access_grants_hitz");
    assertThat(Expressions.missing("sum(up) + rate(s3_access_grants_hits[5m])", PUBLISHED))
        .containsExactly("up");
    assertThat(Expressions.missing("rat(s3_access_grants_hits[5m])", PUBLISHED))
        .containsExactly("rat");
  }

  @Test
  void an_invented_label_is_found() {
    assertThat(Expressions.missing("sum by (reazon) (s3_access_grants_hits)", PUBLISHED))
        .containsExactly("reazon");
    assertThat(Expressions.missing("s3_access_grants_failures{kid=\"DENIED\"}", PUBLISHED))
        .containsExactly("kid");
  }

  @Test
  void expressions_are_found_wherever_they_are() {
    assertThat(
            Expressions.in(
                Map.of(
                    "panels", List.of(Map.of("targets", List.of(Map.of("expr", "a")))),
                    "query", "label_values(b, job)",
                    "title", "c")))
        .containsExactlyInAnyOrder("a", "label_values(b, job)");
  }

  @Test
  void rules_rename_label_and_drop() {
    Relabeling rules =
        new Relabeling(
            List.of(
                Map.of(
                    "source_labels", List.of("__name__"), "regex", "x_.*_Number", "action", "drop"),
                Map.of(
                    "source_labels",
                    List.of("__name__"),
                    "regex",
                    "x_(.+)_Value",
                    "target_label",
                    "kind"),
                Map.of(
                    "source_labels",
                    List.of("__name__"),
                    "regex",
                    "x_(.+)_Value",
                    "target_label",
                    "__name__",
                    "replacement",
                    "y_$1")));
    assertThat(rules.apply(Map.of("__name__", "x_a_Number"))).isEmpty();
    assertThat(rules.apply(Map.of("__name__", "x_a_Value")))
        .isEqualTo(Optional.of(Map.of("__name__", "y_a", "kind", "a")));
    assertThat(rules.apply(Map.of("__name__", "other")))
        .isEqualTo(Optional.of(Map.of("__name__", "other")));
  }
}
