package io.github.s3agrants.access;

import java.util.regex.Pattern;

/**
 * Makes text safe for one line of a log. Keys and service answers come from outside and may contain
 * line ends.
 */
public final class OneLine {
  private static final Pattern LINE_ENDS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

  private OneLine() {}

  /** The text with each control character and line end replaced by U+FFFD. */
  public static String of(String text) {
    return LINE_ENDS.matcher(text).replaceAll("\uFFFD");
  }
}
