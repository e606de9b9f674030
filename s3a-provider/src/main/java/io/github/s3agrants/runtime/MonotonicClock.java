package io.github.s3agrants.runtime;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A clock that is set once and then advances with the machine's monotonic time. Setting the wall
 * clock later changes no duration that is measured with this clock. It is wrong by as much as the
 * wall clock was when this clock was set. A time from elsewhere, such as an expiration in a
 * service's answer, must therefore be converted to a duration before it is compared with this
 * clock.
 *
 * <p>Monotonic time stands still while a machine is suspended. Credentials that expire meanwhile
 * look valid to this clock for up to the length of the suspension. S3 then refuses them
 * (ExpiredToken), and new ones are requested.
 *
 * <p>The time zone is always UTC; only formatted texts would show another. Immutable and
 * thread-safe.
 */
final class MonotonicClock extends Clock {
  private final Instant start;
  private final long startMillis;
  private final long startNanos;
  private final LongSupplier ticker;

  /**
   * Creates a clock that shows {@code start} now.
   *
   * @param start the time to set
   * @param ticker returns nanoseconds that never go backwards, from any origin, such as {@link
   *     System#nanoTime}
   */
  MonotonicClock(Instant start, LongSupplier ticker) {
    this.start = start;
    this.startMillis = start.toEpochMilli();
    this.ticker = ticker;
    this.startNanos = ticker.getAsLong();
  }

  /** Creates a clock that is set to the current time of the wall clock. */
  static MonotonicClock setByWallClock() {
    return new MonotonicClock(Clock.systemUTC().instant(), System::nanoTime);
  }

  private long nanosSinceStart() {
    // A difference, because the ticker may overflow.
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
