package io.github.s3agrants.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options after a benchmark's name, such as {@code --runs 50 --seed 7}.
 *
 * @param values by name, without the dashes
 */
record Options(Map<String, String> values) {
  Options {
    values = Map.copyOf(values);
  }

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if an argument is no option or has no value
   */
  static Options parse(List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      if (!name.startsWith("--") || i + 1 == arguments.size()) {
        throw new IllegalArgumentException("options are --name value, was " + name);
      }
      values.put(name.substring(2), arguments.get(i + 1));
    }
    return new Options(values);
  }

  /**
   * Refuses options that a benchmark does not have.
   *
   * @throws IllegalArgumentException naming the option
   */
  void allow(String... known) {
    for (String name : values.keySet()) {
      if (!Set.of(known).contains(name)) {
        throw new IllegalArgumentException("unknown option --" + name);
      }
    }
  }

  int number(String name, int otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  String text(String name, String otherwise) {
    return values.getOrDefault(name, otherwise);
  }
}
