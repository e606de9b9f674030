package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.vending.discovery.Discovery;
import java.time.Duration;

/** What a file system does if no credentials are vended. Immutable. */
public final class VendingPolicy {
  private final boolean fallback;
  private final Duration deniedTtl;
  private final boolean directoryProbes;
  private final Discovery discovery;
  private final boolean listsGranted;

  /**
   * The policy of one file system.
   *
   * @param fallback whether base credentials sign whenever no credentials are vended
   * @param deniedTtl how long a refusal is cached; zero: not at all
   * @param directoryProbes whether S3A's probes of directories that no grant covers are answered
   *     "not found"
   */
  public VendingPolicy(boolean fallback, Duration deniedTtl, boolean directoryProbes) {
    this(fallback, deniedTtl, directoryProbes, Discovery.OFF, false);
  }

  /**
   * The policy of one file system that knows the caller's grants.
   *
   * @param fallback whether base credentials sign whenever no credentials are vended
   * @param deniedTtl how long a refusal is cached; zero: not at all
   * @param directoryProbes whether S3A's probes of directories that no grant covers are answered
   * @param discovery whether and how long the caller's grants are known
   * @param listsGranted whether the list of a directory above grants shows what they cover
   */
  public VendingPolicy(
      boolean fallback,
      Duration deniedTtl,
      boolean directoryProbes,
      Discovery discovery,
      boolean listsGranted) {
    this.discovery = requireNonNull(discovery, "discovery");
    this.listsGranted = listsGranted;
    this.fallback = fallback;
    this.deniedTtl = requireNonNull(deniedTtl, "deniedTtl");
    this.directoryProbes = directoryProbes;
  }

  Discovery discovery() {
    return discovery;
  }

  boolean listsGranted() {
    return listsGranted;
  }

  boolean fallback() {
    return fallback;
  }

  Duration deniedTtl() {
    return deniedTtl;
  }

  /**
   * Whether probes are answered here. With fallback, base credentials let S3 itself answer them.
   */
  boolean answersProbes() {
    return directoryProbes && !fallback;
  }
}
