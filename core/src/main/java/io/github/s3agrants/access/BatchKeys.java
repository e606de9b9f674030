package io.github.s3agrants.access;

import java.util.List;

/**
 * What a message tells of the keys of one request: how many, the first and the last. All of them
 * are not kept, there may be a thousand. Immutable.
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
   * In the order of the request.
   *
   * @param keys at least one
   */
  static BatchKeys of(List<String> keys) {
    return new BatchKeys(keys.size(), keys.get(0), keys.get(keys.size() - 1));
  }

  public int count() {
    return count;
  }

  /** Of a copy: the source. */
  public String first() {
    return first;
  }

  /** Of a copy: the destination. */
  public String last() {
    return last;
  }
}
