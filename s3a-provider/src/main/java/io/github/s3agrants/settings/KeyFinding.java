package io.github.s3agrants.settings;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A key in a configuration that does not do what its author expects. It has no value of an option.
 * Immutable.
 */
public final class KeyFinding {
  private final String key;
  private final Optional<String> source;
  private final boolean isRefused;
  private final String remedy;

  KeyFinding(String key, Optional<String> source, boolean isRefused, String remedy) {
    this.key = requireNonNull(key, "key");
    this.source = requireNonNull(source, "source");
    this.isRefused = isRefused;
    this.remedy = requireNonNull(remedy, "remedy");
  }

  /** The key as it was set, with the bucket if it was set for a bucket. */
  public String key() {
    return key;
  }

  /** Where it was set, as Hadoop says it: the name of a file, or {@code programmatically}. */
  public Optional<String> source() {
    return source;
  }

  /** Whether no file system is created with this key. */
  public boolean isRefused() {
    return isRefused;
  }

  /** What is wrong with the key, and what replaces it. Sentences, to follow the key. */
  public String remedy() {
    return remedy;
  }

  @Override
  public String toString() {
    return key + source.map(from -> " (source: " + from + ")").orElse("") + " " + remedy;
  }
}
