package io.github.s3agrants.examples.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The samples of a page in Prometheus' text format: the labels of each, its name among them. */
record Samples(List<Map<String, String>> labels) {

  /** The label that Prometheus keeps the name in. */
  static final String NAME = "__name__";

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{([^}]*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]+)=\"([^\"]*)\"");

  static Samples of(String page) {
    return new Samples(
        page.lines()
            .map(SAMPLE::matcher)
            .filter(Matcher::matches)
            .map(Samples::labels)
            .collect(Collectors.toList()));
  }

  private static Map<String, String> labels(Matcher sample) {
    Map<String, String> labels = new TreeMap<>();
    labels.put(NAME, sample.group(1));
    Matcher label = LABEL.matcher(Optional.ofNullable(sample.group(2)).orElse(""));
    while (label.find()) {
      labels.put(label.group(1), label.group(2));
    }
    return labels;
  }

  /** What becomes of the samples; those for which there is nothing are dropped. */
  Samples each(Function<Map<String, String>, Optional<Map<String, String>>> change) {
    return new Samples(labels.stream().flatMap(sample -> change.apply(sample).stream()).toList());
  }

  /** The names of the library's metrics. */
  Set<String> ours() {
    return labels.stream()
        .map(sample -> sample.getOrDefault(NAME, ""))
        .filter(name -> name.startsWith("s3_access_grants_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The values that a label of a metric has. */
  Set<String> values(String name, String label) {
    return labels.stream()
        .filter(sample -> name.equals(sample.get(NAME)))
        .flatMap(sample -> Optional.ofNullable(sample.get(label)).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
