package io.github.s3agrants.runtime;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A clock that is set once and then runs by the machine's monotonic time. A wall clock that is set
 * back or ahead afterwards lengthens and shortens nothing that is reckoned by it. It may be wrong
 * by as much as the wall clock was when it was set, so a time that somebody else names is turned
 * into a length before it is compared with this one.
 *
 * <p>Monotonic time stands still while a machine is suspended. What has ended meanwhile is taken
 * for alive by this clock, as far as it slept; S3 then refuses the credentials (ExpiredToken), and
 * fresh ones are asked for.
 *
 * <p>In UTC whatever zone is asked for, which only texts would show. Immutable, thread-safe.
 */
final class MonotonicClock extends Clock {
  private final Instant start;
  private final long startMillis;
  private final long startNanos;
  private final LongSupplier ticker;

  /**
   * Sets a clock.
   *
   * @param start what time it is
   * @param ticker nanoseconds that never go back, from any origin, such as {@link System#nanoTime}
   */
  MonotonicClock(Instant start, LongSupplier ticker) {
    this.start = start;
    this.startMillis = start.toEpochMilli();
    this.ticker = ticker;
    this.startNanos = ticker.getAsLong();
  }

  /** A clock that is set by the wall clock, now. */
  static MonotonicClock setByWallClock() {
    return new MonotonicClock(Clock.systemUTC().instant(), System::nanoTime);
  }

  private long nanosSinceStart() {
    // A difference, since the ticker may overflow.
    return ticker.getAsLong() - startNanos;
  }

  @Override
  public Instant instant() {
    return start.plusNanos(nanosSinceStart());
  }

  @Override
  public long millis() {
    return startMillis + TimeUnit.NANOSECONDS.toMillis(nanosSinceStart());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
