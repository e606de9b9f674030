package io.github.s3agrants.emulator.store;

import java.util.Comparator;
import java.util.Optional;

/**
 * The order in which S3 lists keys: that of their UTF-8 bytes, which is the order of code points.
 *
 * <p>{@link String#compareTo} compares UTF-16 units instead, and so puts the characters beyond
 * U+FFFF before U+E000 to U+FFFF.
 */
public final class KeyOrder {
  /** The order as a comparator. */
  public static final Comparator<String> COMPARATOR = KeyOrder::compare;

  private static final int AFTER_SURROGATES = Character.MAX_SURROGATE + 1;

  private KeyOrder() {}

  /** Compares two keys. */
  public static int compare(String one, String other) {
    int common = Math.min(one.length(), other.length());
    for (int i = 0; i < common; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        return rank(a) - rank(b);
      }
    }
    return one.length() - other.length();
  }

  /** Moves surrogates, which stand for characters beyond U+FFFF, behind all other units. */
  private static int rank(char unit) {
    return Character.isSurrogate(unit) ? unit + 0x1_0000 : unit;
  }

  /**
   * The smallest text that is greater than all keys with this prefix. Empty if there is none: the
   * prefix is empty or has only the greatest character.
   */
  static Optional<String> afterPrefix(String prefix) {
    int end = prefix.length();
    while (end > 0) {
      int last = prefix.codePointBefore(end);
      int start = end - Character.charCount(last);
      if (last < Character.MAX_CODE_POINT) {
        int next = last + 1;
        boolean surrogate = next >= Character.MIN_SURROGATE && next <= Character.MAX_SURROGATE;
        return Optional.of(
            prefix.substring(0, start) + Character.toString(surrogate ? AFTER_SURROGATES : next));
      }
      end = start;
    }
    return Optional.empty();
  }
}
