package io.github.s3agrants.tools;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.OneLine;

/** One line of the report. Immutable. */
final class Finding {
  private final String section;
  private final Level level;
  private final String text;
  private final String remedy;

  /**
   * A finding.
   *
   * @param remedy what to do; empty if nothing needs to be done, or if the text says it
   */
  Finding(String section, Level level, String text, String remedy) {
    this.section = requireNonNull(section, "section");
    this.level = requireNonNull(level, "level");
    // Texts of services and keys of objects must not add lines to a terminal.
    this.text = OneLine.of(text);
    this.remedy = OneLine.of(remedy);
  }

  String section() {
    return section;
  }

  Level level() {
    return level;
  }

  String text() {
    return text;
  }

  String remedy() {
    return remedy;
  }

  @Override
  public String toString() {
    return level + " " + section + ": " + text + (remedy.isEmpty() ? "" : " Remedy: " + remedy);
  }
}
