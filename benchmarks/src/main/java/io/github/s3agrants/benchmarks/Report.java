package io.github.s3agrants.benchmarks;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Collects the figures of one benchmark and prints them side by side. Not thread-safe. */
final class Report {
  private static final String ROW = "%-52s %14s %14s %9s  %s%n";

  private final String benchmark;
  private final List<Figure> figures = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  Report(String benchmark) {
    this.benchmark = benchmark;
  }

  void compare(String figure, long ours, long plugin, String unit) {
    compare(figure, (double) ours, (double) plugin, unit);
  }

  void compare(String figure, double ours, double plugin, String unit) {
    figures.add(new Figure(benchmark + "." + figure, ours, OptionalDouble.of(plugin), unit));
  }

  void alone(String figure, long ours, String unit) {
    alone(figure, (double) ours, unit);
  }

  /** Adds a figure that only the library has. */
  void alone(String figure, double ours, String unit) {
    figures.add(new Figure(benchmark + "." + figure, ours, OptionalDouble.empty(), unit));
  }

  /** Adds a line that explains the figures. */
  void note(String text) {
    notes.add(text);
  }

  List<Figure> figures() {
    return List.copyOf(figures);
  }

  void print(PrintStream out) {
    out.printf(ROW, benchmark, "ours", "plugin", "plugin:ours", "unit");
    for (Figure figure : figures) {
      out.printf(
          ROW,
          figure.name().substring(benchmark.length() + 1),
          Figure.text(figure.ours()),
          figure.pluginText(),
          figure.ratio(),
          figure.unit());
    }
    notes.forEach(note -> out.println("- " + note));
    out.println(Machine.describe());
    figures.forEach(figure -> out.println(figure.resultLine()));
  }
}
