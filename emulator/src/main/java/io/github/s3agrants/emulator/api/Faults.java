package io.github.s3agrants.emulator.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The faults of a running emulator: at most one per operation, the lifetime of vended credentials
 * and the skew of the services' clock. Thread-safe. A change applies to calls that arrive after it.
 */
public final class Faults {
  private final Clock clock;
  private final FaultPlan initial;
  private FaultPlan plan;

  /**
   * Starts with a plan.
   *
   * @param clock opens and closes the windows of faults
   */
  public Faults(Clock clock, FaultPlan initial) {
    this.clock = clock;
    this.initial = initial;
    this.plan = initial.startingAt(clock.instant());
  }

  /** Sets the fault of an operation and replaces an earlier one. */
  public synchronized void set(Operation operation, Fault fault) {
    plan = plan.with(operation, fault.within(fault.window().startingAt(clock.instant())));
  }

  /** Removes the fault of an operation. Calls that it already delays keep waiting. */
  public synchronized void clear(Operation operation) {
    plan = plan.without(operation);
  }

  /** Removes all faults, the lifetime of credentials and the clock skew. */
  public synchronized void clear() {
    plan = FaultPlan.NONE;
  }

  /** Restores the initial faults. Those with a duration start again. */
  public synchronized void reset() {
    plan = initial.startingAt(clock.instant());
  }

  /**
   * Sets the lifetime of credentials vended from now on, whatever the caller requests.
   *
   * @param life 1 second to 12 hours
   * @throws IllegalArgumentException saying which values are allowed
   */
  public synchronized void credentialLife(Duration life) {
    plan = plan.withCredentialLife(life);
  }

  /** Restores the requested lifetime of vended credentials. */
  public synchronized void clearCredentialLife() {
    plan = plan.withCredentialLife(null);
  }

  /**
   * Moves the clock of all services ahead of the true time. The services use it to check the age of
   * signatures, to date vended credentials and to expire them. The journal keeps the true time.
   *
   * @param skew at most 3650 days; negative: behind; zero: none
   * @throws IllegalArgumentException saying which values are allowed
   */
  public synchronized void clockSkew(Duration skew) {
    plan = plan.withClockSkew(skew);
  }

  /**
   * The current faults, with their remaining number of calls and their ends. Faults whose window is
   * over are left out.
   */
  public synchronized FaultPlan plan() {
    Instant now = clock.instant();
    for (Operation operation : plan.operations().keySet()) {
      if (isOver(operation, now)) {
        plan = plan.without(operation);
      }
    }
    return plan;
  }

  /** The fault that applies to a call. Counts the call against the fault's number of calls. */
  public synchronized Optional<Fault> take(Operation operation) {
    Fault fault = plan.operations().get(operation);
    if (fault == null || !fault.window().holds(clock.instant())) {
      return Optional.empty();
    }
    if (fault.times() == 1) {
      plan = plan.without(operation);
    } else if (fault.times() != Fault.ALWAYS) {
      plan = plan.with(operation, fault.times(fault.times() - 1));
    }
    return Optional.of(fault);
  }

  private boolean isOver(Operation operation, Instant now) {
    Fault fault = plan.operations().get(operation);
    return fault != null && fault.window().isOver(now);
  }
}
