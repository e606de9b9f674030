package io.github.s3agrants.vending.discovery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** Whether, how long and how many of the caller's grants a file system knows. Immutable. */
public final class Discovery {
  /** The grants are not read. */
  public static final Discovery OFF = new Discovery(Duration.ZERO, 0);

  private final Duration ttl;
  private final int limit;

  /**
   * The grants are read.
   *
   * @param ttl how long they are known; zero: they are not read
   * @param limit the most grants of a bucket; with more, none are known
   */
  public Discovery(Duration ttl, int limit) {
    this.ttl = requireNonNull(ttl, "ttl");
    this.limit = limit;
  }

  public boolean isOn() {
    return !ttl.isZero();
  }

  public Duration ttl() {
    return ttl;
  }

  public int limit() {
    return limit;
  }
}
