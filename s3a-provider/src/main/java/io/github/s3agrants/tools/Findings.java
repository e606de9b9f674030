package io.github.s3agrants.tools;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects findings, and passes each on at once, since a later one may take long. Not thread-safe.
 */
final class Findings {
  private final Consumer<Finding> reader;
  private final List<Finding> all = new ArrayList<>();
  private String section = "";

  /** Nothing is found yet. The reader is told of each finding. */
  Findings(Consumer<Finding> reader) {
    this.reader = requireNonNull(reader, "reader");
  }

  /** The findings that follow belong to this section. */
  void section(String name) {
    section = name;
  }

  void ok(String text) {
    add(Level.OK, text, "");
  }

  void warning(String text, String remedy) {
    add(Level.WARNING, text, remedy);
  }

  void failed(String text, String remedy) {
    add(Level.FAILED, text, remedy);
  }

  private void add(Level level, String text, String remedy) {
    Finding finding = new Finding(section, level, text, remedy);
    all.add(finding);
    reader.accept(finding);
  }

  List<Finding> all() {
    return List.copyOf(all);
  }

  /** How many there are of a level. */
  long count(Level level) {
    return all.stream().filter(finding -> finding.level() == level).count();
  }

  /** The worst level; OK if nothing was found. */
  Level worst() {
    return all.stream().map(Finding::level).max(Level::compareTo).orElse(Level.OK);
  }
}
