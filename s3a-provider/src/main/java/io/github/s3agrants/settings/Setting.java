package io.github.s3agrants.settings;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** An option: its key, its meaning, and the parser of its value. Immutable. */
public final class Setting<T> {
  /** Parses an option's trimmed text. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Returns the value of a text.
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
   * Creates an option.
   *
   * @param defaultText as a user would write it; empty if the option is not set by default
   * @param allowed the allowed values, for the reference and for error messages
   * @param meaning a description in Markdown, for the reference
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
   * Returns the value in a configuration, or the default.
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

  /** Returns the exception for an invalid value. It names the key under which the value was set. */
  public IOException invalid(Configuration conf, String text, Throwable cause) {
    return new IOException(
        String.format(
            "Invalid value of %s: \"%s\". Allowed: %s.",
            OptionKeys.asSet(conf, key), withoutUserInfo(text), allowed),
        cause);
  }

  /**
   * Replaces the user and password that a URI in a text may have with {@code ***}. A password may
   * have any character, so everything before the last {@code @} is replaced.
   */
  public static String withoutUserInfo(String text) {
    int at = text.lastIndexOf('@');
    return at < 0 ? text : "***" + text.substring(at);
  }
}
