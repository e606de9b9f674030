package io.github.s3agrants.access;

import java.util.regex.Pattern;

/** Keys and answers come from outside, and logs are lines. */
public final class OneLine {
  private static final Pattern LINE_ENDS = Pattern.compile("[\\p{Cntrl}\\u0085\\u2028\\u2029]");

  private OneLine() {}

  /** The text with everything that ends a line, or controls a terminal, replaced. */
  public static String of(String text) {
    return LINE_ENDS.matcher(text).replaceAll("\uFFFD");
  }
}
