package io.github.s3agrants.credentials;

/**
 * The order in which S3 lists keys: that of their UTF-8 bytes (API_ListObjectsV2). It differs from
 * that of Java's strings for characters outside the basic plane.
 */
public final class KeyOrder {
  private KeyOrder() {}

  /** Negative, zero or positive, as {@code a} comes before, is, or comes after {@code b}. */
  public static int compare(String a, String b) {
    int end = Math.min(a.length(), b.length());
    for (int i = 0; i < end; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for the characters after all others.
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? Character.compare(x, y)
            : Character.isSurrogate(x) ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }
}
