package io.github.s3agrants.emulator.grants;

import java.io.IOException;

/**
 * Persists changes before they are applied. Called by one thread at a time, in the order in which
 * the changes are applied.
 */
@FunctionalInterface
public interface StateLog {
  /**
   * Persists a change. When this method returns, the change becomes visible and is acknowledged.
   * When it throws, the request fails with InternalError and nothing changes.
   */
  void append(StateChange change) throws IOException;

  /** A log that persists nothing. */
  static StateLog none() {
    return change -> {};
  }
}
