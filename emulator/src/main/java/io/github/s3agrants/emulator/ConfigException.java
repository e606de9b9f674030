package io.github.s3agrants.emulator;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A value of the configuration file is not allowed. Its message never has the value. */
final class ConfigException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** A message that starts with a key, such as {@code s3[0].scope: must start with s3://}. */
  private static final Pattern WITH_KEY =
      Pattern.compile("([A-Za-z][\\w.\\[\\]0-9]*): (.*)", Pattern.DOTALL);

  private final String place;

  /**
   * Creates the exception.
   *
   * @param place such as {@code grants[0].location}; empty for the whole file
   * @param rule what must be true of the value
   */
  ConfigException(String place, String rule, @Nullable Throwable cause) {
    super(place.isEmpty() ? rule : place + ": " + rule, cause);
    this.place = place;
  }

  /** The same for a message that may start with the key of a member of the place. */
  static ConfigException inside(String place, String message, Throwable cause) {
    Matcher keyed = WITH_KEY.matcher(message);
    if (!keyed.matches()) {
      return new ConfigException(place, message, cause);
    }
    String member = place.isEmpty() ? keyed.group(1) : place + "." + keyed.group(1);
    return new ConfigException(member, keyed.group(2), cause);
  }

  String place() {
    return place;
  }
}
