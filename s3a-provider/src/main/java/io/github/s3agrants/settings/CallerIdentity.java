package io.github.s3agrants.settings;

import io.github.s3agrants.vending.BaseIdentity;
import java.io.Closeable;

/** Who calls Access Grants for one file system. Thread-safe. */
public interface CallerIdentity extends Closeable {
  /**
   * Returns the caller's own credentials as they are now. May block. As long as they do not change,
   * it returns the same object.
   *
   * @throws RuntimeException if there are none, as their providers throw it
   */
  BaseIdentity resolve();

  @Override
  void close();
}
