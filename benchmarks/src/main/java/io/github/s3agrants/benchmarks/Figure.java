package io.github.s3agrants.benchmarks;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One number of a benchmark.
 *
 * @param name of the benchmark and the figure, such as {@code denials.in-a-row}
 * @param ours this library's
 * @param plugin AWS's plugin's; empty where it has none
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

  /** How many times ours the plugin's is; a dash where that says nothing. */
  String ratio() {
    return plugin.isPresent() && ours > 0
        ? String.format(Locale.ROOT, "%.1f", plugin.getAsDouble() / ours)
        : "-";
  }

  /** Without digits that nobody needs, and in one form everywhere. */
  static String text(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 10 ? "%.2f" : "%.1f", value);
  }
}
