package io.github.s3agrants.access;

import java.util.List;

/**
 * Describes the keys of one request for messages: their number, the first and the last. The others
 * are not kept, since one request may name a thousand keys. Immutable.
 */
public final class BatchKeys {
  private final int count;
  private final String first;
  private final String last;

  private BatchKeys(int count, String first, String last) {
    this.count = count;
    this.first = first;
    this.last = last;
  }

  /**
   * Describes keys.
   *
   * @param keys at least one, in the order of the request
   */
  static BatchKeys of(List<String> keys) {
    return new BatchKeys(keys.size(), keys.get(0), keys.get(keys.size() - 1));
  }

  public int count() {
    return count;
  }

  /** The first key; for a copy, the source. */
  public String first() {
    return first;
  }

  /** The last key; for a copy, the destination. */
  public String last() {
    return last;
  }
}
