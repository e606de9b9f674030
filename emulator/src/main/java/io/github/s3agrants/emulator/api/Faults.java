package io.github.s3agrants.emulator.api;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What goes wrong in a running emulator: one fault per operation of any of the services, the life
 * of vended credentials and the services' clock. Thread-safe; a change holds for calls that arrive
 * after it.
 */
public final class Faults {
  private final Clock clock;
  private final FaultPlan initial;
  private FaultPlan plan;

  /**
   * Begins with a plan.
   *
   * @param clock decides when a window opens and closes
   */
  public Faults(Clock clock, FaultPlan initial) {
    this.clock = clock;
    this.initial = initial;
    this.plan = initial.startingAt(clock.instant());
  }

  /** Sets the fault of an operation, in place of the one it had. */
  public synchronized void set(Operation operation, Fault fault) {
    plan = plan.with(operation, fault.within(fault.window().startingAt(clock.instant())));
  }

  /** Removes the fault of an operation; calls that wait already are not shortened. */
  public synchronized void clear(Operation operation) {
    plan = plan.without(operation);
  }

  /** Removes everything: the faults of operations, the credentials' life, the clock's skew. */
  public synchronized void clear() {
    plan = FaultPlan.NONE;
  }

  /** Goes back to what the emulator was started with; what lasts some time begins anew. */
  public synchronized void reset() {
    plan = initial.startingAt(clock.instant());
  }

  /**
   * Lets credentials that are vended from now on live so long, whatever is asked for.
   *
   * @param life 1 second to 12 hours
   * @throws IllegalArgumentException saying what is allowed
   */
  public synchronized void credentialLife(Duration life) {
    plan = plan.withCredentialLife(life);
  }

  /** Lets credentials live as long as is asked for. */
  public synchronized void clearCredentialLife() {
    plan = plan.withCredentialLife(null);
  }

  /**
   * Puts the clock of all services ahead: that by which they check when a request was signed, date
   * what they vend and see it expire. The journal keeps the true time.
   *
   * @param skew at most 3650 days either way; negative: behind; zero: right again
   * @throws IllegalArgumentException saying what is allowed
   */
  public synchronized void clockSkew(Duration skew) {
    plan = plan.withClockSkew(skew);
  }

  /**
   * What is set now: faults with the times they have left, and an end in place of a length. A fault
   * whose window is over is left out.
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

  /** The fault that hits a call, which uses up one of its times. */
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
