package io.github.s3agrants.vending;

import io.github.s3agrants.access.S3Path;
import java.util.List;
import java.util.Optional;

/** What is known of the caller's grants around a refused access, for messages. Immutable. */
final class KnownSurroundings {
  /** Nothing is known. */
  static final KnownSurroundings NONE = new KnownSurroundings(List.of(), Optional.empty());

  private final List<S3Path> below;
  private final Optional<GrantsApart> apart;

  private KnownSurroundings(List<S3Path> below, Optional<GrantsApart> apart) {
    this.below = List.copyOf(below);
    this.apart = apart;
  }

  /** The first scopes below the path are known, and whether it takes two of the grants. */
  static KnownSurroundings of(List<S3Path> below, Optional<GrantsApart> apart) {
    return new KnownSurroundings(below, apart);
  }

  /** The first scopes of known grants below the path. */
  List<S3Path> below() {
    return below;
  }

  /** Two grants that would have to be one; empty if there are none, or none that are known. */
  Optional<GrantsApart> apart() {
    return apart;
  }
}
