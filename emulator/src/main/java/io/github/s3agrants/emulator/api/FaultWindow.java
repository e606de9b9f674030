package io.github.s3agrants.emulator.api;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a fault is active, by the emulator's clock. Immutable.
 *
 * @param from the first instant; null: no lower bound
 * @param until the first instant after the window; null: no upper bound
 * @param length how long the fault stays active after it is set; null if the window is not
 *     relative. If it is set, {@code from} and {@code until} must be null
 */
public record FaultWindow(
    @Nullable Instant from, @Nullable Instant until, @Nullable Duration length) {
  /** At any time. */
  public static final FaultWindow ALWAYS = new FaultWindow(null, null, null);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException saying which values are allowed
   */
  public FaultWindow {
    if (from != null && until != null && !from.isBefore(until)) {
      throw new IllegalArgumentException("from must be before until");
    }
    if (length != null
        && (from != null || until != null || length.isNegative() || length.isZero())) {
      throw new IllegalArgumentException("lasting must be positive, without from and until");
    }
  }

  /** A window from one instant (inclusive) to another (exclusive). */
  public static FaultWindow between(Instant from, Instant until) {
    return new FaultWindow(from, until, null);
  }

  /** A window of this length that begins when the fault is set. */
  public static FaultWindow lasting(Duration length) {
    return new FaultWindow(null, null, length);
  }

  /** This window for a fault that is set now. A length becomes an end. */
  FaultWindow startingAt(Instant now) {
    return length == null ? this : new FaultWindow(now, now.plus(length), null);
  }

  boolean holds(Instant now) {
    return (from == null || !now.isBefore(from)) && !isOver(now);
  }

  boolean isOver(Instant now) {
    return until != null && !now.isBefore(until);
  }
}
