package io.github.s3agrants.settings;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** One option: its key, what it means, and how its text becomes a value. Immutable. */
public final class Setting<T> {
  /** Turns an option's trimmed text into its value. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * The value that the text stands for.
     *
     * @throws IllegalArgumentException if the text is not of the allowed form
     */
    T parse(String text);
  }

  private final String key;
  private final String defaultText;
  private final String allowed;
  private final String meaning;
  private final Parser<T> parser;

  /**
   * An option of this key.
   *
   * @param defaultText as a user would write it; empty if the option is not set by default
   * @param allowed what may be written, for the reference and for error messages
   */
  Setting(String key, String defaultText, String allowed, String meaning, Parser<T> parser) {
    this.key = key;
    this.defaultText = defaultText;
    this.allowed = allowed;
    this.meaning = meaning;
    this.parser = parser;
  }

  public String key() {
    return key;
  }

  public String defaultText() {
    return defaultText;
  }

  public String allowed() {
    return allowed;
  }

  public String meaning() {
    return meaning;
  }

  /**
   * The value in a configuration, or the default.
   *
   * @throws IOException naming the key as it was set, the value and what is allowed
   */
  public T read(Configuration conf) throws IOException {
    String text = conf.getTrimmed(key, defaultText);
    try {
      return parser.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalid(conf, text, e);
    }
  }

  /** What is said of a value that is not allowed: by the key under which it was set. */
  public IOException invalid(Configuration conf, String text, Throwable cause) {
    return new IOException(
        String.format(
            "Invalid value of %s: \"%s\". Allowed: %s.",
            OptionKeys.asSet(conf, key), withoutUserInfo(text), allowed),
        cause);
  }

  /** A text without the user and password that a URI in it may hold; those hold any character. */
  static String withoutUserInfo(String text) {
    int at = text.lastIndexOf('@');
    return at < 0 ? text : "***" + text.substring(at);
  }
}
