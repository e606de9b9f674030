package io.github.s3agrants.application;

import java.time.Clock;
import java.time.Duration;

/**
 * Spreads the questions that are asked again, so that any number of executors asks no more often
 * than a driver answers easily. Thread-safe.
 */
final class PollPacer {
  /** A driver answers several thousand a second, and has other messages to handle. */
  private static final int PER_SECOND = 2000;

  private static final double SLOT_MILLIS = 1000.0 / PER_SECOND;

  private static final long SHORTEST_MILLIS = 10;
  private static final long LONGEST_MILLIS = Duration.ofSeconds(2).toMillis();

  private final Clock clock;

  /** When there is room for the next question, in milliseconds of the clock. */
  private double nextSlot;

  PollPacer(Clock clock) {
    this.clock = clock;
  }

  /**
   * How long to wait before asking again: as long as the answer has been waited for, at least 10 ms
   * and at most 2 s, or until there is room.
   *
   * @param waitedMillis how long the answer has been waited for
   */
  synchronized Duration pause(long waitedMillis) {
    long now = clock.millis();
    double slot = Math.max(now + (double) SHORTEST_MILLIS, nextSlot);
    nextSlot = Math.min(slot, now + (double) LONGEST_MILLIS) + SLOT_MILLIS;
    return Duration.ofMillis(
        Math.min(LONGEST_MILLIS, Math.max(waitedMillis, Math.round(slot - now))));
  }
}
