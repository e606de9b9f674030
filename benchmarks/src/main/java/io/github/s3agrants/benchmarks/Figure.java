package io.github.s3agrants.benchmarks;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One figure of a benchmark.
 *
 * @param name the benchmark and the figure, such as {@code denials.in-a-row}
 * @param ours the library's value
 * @param plugin the value of AWS's plugin; empty if it has none
 * @param unit such as {@code calls}; no spaces
 */
record Figure(String name, double ours, OptionalDouble plugin, String unit) {
  Figure {
    if (!name.matches("[a-z0-9-]+(\\.[a-z0-9-]+)+") || !unit.matches("[\\w/%.-]+")) {
      throw new IllegalArgumentException("not a figure's name and unit: " + name + ", " + unit);
    }
  }

  /** {@code RESULT <name> ours=<number> plugin=<number or -> unit=<unit>}. */
  String resultLine() {
    return "RESULT " + name + " ours=" + text(ours) + " plugin=" + pluginText() + " unit=" + unit;
  }

  String pluginText() {
    return plugin.isPresent() ? text(plugin.getAsDouble()) : "-";
  }

  /** The plugin's value divided by ours; a dash if that means nothing. */
  String ratio() {
    return plugin.isPresent() && ours > 0
        ? String.format(Locale.ROOT, "%.1f", plugin.getAsDouble() / ours)
        : "-";
  }

  /** The value with the digits that matter, in the same form everywhere. */
  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
  }
}
