package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Validates lengths, patterns and enumerations of the S3 Control model. A violation is an
 * InvalidRequest that names the member and the allowed values. Tags have error codes of their own.
 */
public final class FieldValidation {
  /** The maximum number of tags of a resource. */
  public static final int MAX_TAGS = 50;

  private static final int MAX_TAG_KEY = 128;
  private static final int MAX_TAG_VALUE = 256;
  private static final Pattern TAG_TEXT = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private FieldValidation() {}

  /** Checks a length in characters. */
  public static void length(String value, String member, int least, int most) throws AwsException {
    int length = value.codePointCount(0, value.length());
    if (length < least || length > most) {
      throw invalid(member, "must have " + least + " to " + most + " characters");
    }
  }

  /** Checks a length and a pattern. */
  public static void text(String value, String member, int least, int most, Pattern pattern)
      throws AwsException {
    length(value, member, least, most);
    if (!pattern.matcher(value).matches()) {
      throw invalid(member, "must match " + pattern.pattern());
    }
  }

  /** Parses the name of a constant. */
  public static <E extends Enum<E>> E oneOf(String value, String member, Class<E> type)
      throws AwsException {
    E[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> constant.name().equals(value))
        .findFirst()
        .orElseThrow(() -> invalid(member, "must be one of " + Arrays.toString(constants)));
  }

  /** Parses a decimal number. */
  public static int number(String value, String member, int least, int most) throws AwsException {
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw invalid(member, "must be a number from " + least + " to " + most);
  }

  /** The error for a violation. */
  public static AwsException invalid(String member, String rule) {
    return new AwsException(AwsError.INVALID_REQUEST, member + ": " + rule);
  }

  /** The tags of a resource after more are added. */
  static Map<String, String> merged(Map<String, String> present, Map<String, String> added)
      throws AwsException {
    for (Map.Entry<String, String> tag : added.entrySet()) {
      tag(tag.getKey(), 1, MAX_TAG_KEY);
      tag(tag.getValue(), 0, MAX_TAG_VALUE);
      if (tag.getKey().startsWith("aws:")) {
        throw new AwsException(
            AwsError.INVALID_TAGS,
            "Tag keys cannot start with AWS reserved prefix for system tags.");
      }
    }
    Map<String, String> all = new TreeMap<>(present);
    all.putAll(added);
    if (all.size() > MAX_TAGS) {
      throw new AwsException(
          AwsError.TOO_MANY_TAGS,
          "The number of tags exceeds the limit of 50 tags. Remove some tags and try again.");
    }
    return all;
  }

  private static void tag(String text, int least, int most) throws AwsException {
    int length = text.codePointCount(0, text.length());
    if (length < least || length > most || !TAG_TEXT.matcher(text).matches()) {
      throw new AwsException(
          AwsError.INVALID_TAG,
          "This request contains a tag key or value that isn't valid. Tag keys can contain up to"
              + " 128 characters. Tag values can contain up to 256 characters.");
    }
  }
}
