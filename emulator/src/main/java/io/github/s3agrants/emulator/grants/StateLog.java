package io.github.s3agrants.emulator.grants;

import java.io.IOException;

/**
 * Where changes go before they happen. Called by one thread at a time, in the order in which the
 * changes are applied.
 */
@FunctionalInterface
public interface StateLog {
  /**
   * Keeps a change. When it returns, the change becomes visible and is acknowledged; when it
   * throws, the request fails with InternalError and nothing changes.
   */
  void append(StateChange change) throws IOException;

  /** Keeps nothing. */
  static StateLog none() {
    return change -> {};
  }
}
