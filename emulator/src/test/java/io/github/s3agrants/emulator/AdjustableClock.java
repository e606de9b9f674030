package io.github.s3agrants.emulator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only the test moves. Thread-safe. */
final class AdjustableClock extends Clock {
  private volatile Instant now;
  private volatile Duration tick = Duration.ZERO;

  AdjustableClock(Instant start) {
    now = start;
  }

  synchronized void advance(Duration step) {
    now = now.plus(step);
  }

  /** From now on every look at the clock moves it. */
  void tick(Duration step) {
    tick = step;
  }

  @Override
  public synchronized Instant instant() {
    now = now.plus(tick);
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
