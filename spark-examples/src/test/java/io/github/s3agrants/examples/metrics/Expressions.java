package io.github.s3agrants.examples.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The PromQL expressions in a file, and the names in them. */
final class Expressions {

  /** All words of PromQL that the files use. Any other word is the name of a metric. */
  private static final Set<String> WORDS =
      Set.of("sum", "rate", "increase", "label_values", "by", "and", "or", "job", "instance");

  /** What Prometheus or the relabeling adds to each sample. */
  private static final Set<String> LABELS = Set.of("job", "instance");

  private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern BY = Pattern.compile("\\bby\\s*\\(([^)]*)\\)");
  private static final Pattern SELECTOR =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)\\{([^}]*)\\}");

  private Expressions() {}

  /** The expressions of a dashboard or of rules: all texts under {@code expr} or {@code query}. */
  static List<String> in(Object parsed) {
    List<String> found = new ArrayList<>();
    collect("", parsed, found);
    return found;
  }

  private static void collect(String key, Object value, List<String> found) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> collect(String.valueOf(name), member, found));
    } else if (value instanceof List<?> list) {
      list.forEach(member -> collect(key, member, found));
    } else if (value instanceof String text
        && (key.equals("expr") || (key.equals("query") && text.contains("(")))) {
      found.add(text);
    }
  }

  /** The metrics that an expression names. */
  static Set<String> metrics(String expression) {
    Set<String> names = new TreeSet<>();
    Matcher word =
        WORD.matcher(
            BY.matcher(expression)
                .replaceAll("")
                .replaceAll("\\{[^}]*\\}", "")
                .replaceAll("\\[[^\\]]*\\]", ""));
    while (word.find()) {
      if (!WORDS.contains(word.group())) {
        names.add(word.group());
      }
    }
    return names;
  }

  /** The labels that an expression uses, and that Prometheus itself does not add. */
  static Set<String> labels(String expression) {
    Set<String> labels = new TreeSet<>();
    Matcher by = BY.matcher(expression);
    while (by.find()) {
      labels.addAll(List.of(by.group(1).trim().split("\\s*,\\s*", -1)));
    }
    Matcher selector = SELECTOR.matcher(expression);
    while (selector.find()) {
      Matcher label = Pattern.compile("([a-z_]+)\\s*[!=]").matcher(selector.group(2));
      while (label.find()) {
        labels.add(label.group(1));
      }
    }
    labels.removeAll(LABELS);
    return labels;
  }

  /** What an expression names and a page does not have. */
  static Set<String> missing(String expression, Samples published) {
    Set<String> missing = metrics(expression);
    for (String label : labels(expression)) {
      if (metrics(expression).stream().allMatch(name -> published.values(name, label).isEmpty())) {
        missing.add(label);
      }
    }
    missing.removeAll(published.ours());
    return missing;
  }
}
