package io.github.s3agrants.emulator.fault;

import io.github.s3agrants.emulator.api.Faults;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;

/** A clock that is off by the current skew of the faults. Thread-safe if the true clock is. */
public final class SkewedClock extends Clock {
  private final Clock truth;
  private final Faults faults;

  public SkewedClock(Clock truth, Faults faults) {
    this.truth = truth;
    this.faults = faults;
  }

  @Override
  public Instant instant() {
    return truth.instant().plus(faults.plan().clockSkew());
  }

  @Override
  public ZoneId getZone() {
    return truth.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return new SkewedClock(truth.withZone(zone), faults);
  }
}
