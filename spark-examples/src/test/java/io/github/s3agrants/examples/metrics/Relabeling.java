package io.github.s3agrants.examples.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus' {@code metric_relabel_configs}, as far as {@code conf/metrics} uses them. */
final class Relabeling {

  private final List<Map<String, Object>> rules;

  Relabeling(List<Map<String, Object>> rules) {
    this.rules = rules;
  }

  /** The labels after all rules; empty if the sample is dropped. */
  Optional<Map<String, String>> apply(Map<String, String> sample) {
    Map<String, String> labels = new TreeMap<>(sample);
    for (Map<String, Object> rule : rules) {
      if (!List.of(Samples.NAME).equals(rule.get("source_labels"))) {
        throw new IllegalArgumentException("not supported here: " + rule);
      }
      Matcher matcher =
          Pattern.compile(text(rule, "regex", "(.*)"))
              .matcher(labels.getOrDefault(Samples.NAME, ""));
      String action = text(rule, "action", "replace");
      if (!matcher.matches()) {
        continue;
      }
      if (action.equals("drop")) {
        return Optional.empty();
      }
      if (!action.equals("replace")) {
        throw new IllegalArgumentException("not supported here: " + rule);
      }
      labels.put(
          text(rule, "target_label", ""), matcher.replaceFirst(text(rule, "replacement", "$1")));
    }
    return Optional.of(labels);
  }

  private static String text(Map<String, Object> rule, String key, String otherwise) {
    return String.valueOf(rule.getOrDefault(key, otherwise));
  }
}
