package io.github.s3agrants.vending.discovery;

import io.github.s3agrants.credentials.AccessGrantsException;

/** Is told what became of reading the caller's grants, to count and log it. Thread-safe. */
public interface DiscoveryEvents {
  /** The grants were read. */
  void read(int count);

  /** They could not be read. */
  void failed(AccessGrantsException failure);

  /** There are more of them than the limit. */
  void tooMany(int limit);
}
