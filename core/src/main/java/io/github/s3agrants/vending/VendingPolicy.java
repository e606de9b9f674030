package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What a file system allows beyond asking for credentials. Immutable. */
public final class VendingPolicy {
  private final boolean fallback;
  private final Duration deniedTtl;
  private final boolean directoryProbes;

  /**
   * The policy of one file system.
   *
   * @param fallback whether base credentials sign whenever vended ones cannot be had
   * @param deniedTtl how long a refusal is remembered; zero: not at all
   * @param directoryProbes whether S3A's probes of directories that no grant covers are answered
   *     "not found"
   */
  public VendingPolicy(boolean fallback, Duration deniedTtl, boolean directoryProbes) {
    this.fallback = fallback;
    this.deniedTtl = requireNonNull(deniedTtl, "deniedTtl");
    this.directoryProbes = directoryProbes;
  }

  boolean fallback() {
    return fallback;
  }

  Duration deniedTtl() {
    return deniedTtl;
  }

  /** With base credentials to fall back on, S3 itself can tell what there is. */
  boolean answersProbes() {
    return directoryProbes && !fallback;
  }
}
