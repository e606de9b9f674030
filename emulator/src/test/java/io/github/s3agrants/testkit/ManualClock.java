package io.github.s3agrants.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that only the test moves. Thread-safe. */
public final class ManualClock extends Clock {
  private volatile Instant now;
  private volatile Duration tick = Duration.ZERO;

  /** A clock that starts at noon of a day in 2026. */
  public ManualClock() {
    this(Instant.parse("2026-11-21T12:00:00Z"));
  }

  public ManualClock(Instant start) {
    now = start;
  }

  public synchronized void advance(Duration step) {
    now = now.plus(step);
  }

  /** From now on every reading of the clock moves it. */
  public void tick(Duration step) {
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
    return this;
  }
}
