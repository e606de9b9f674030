package io.github.s3agrants.emulator.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is injected into the calls of one operation: each call is delayed, then fails.
 * Immutable.
 *
 * @param latency the delay of each call, in real time, independent of the emulator's clock; zero
 *     for none
 * @param status the HTTP status of the error, 400 to 599; 0 if the call gets its normal answer or
 *     none
 * @param code the error code; null exactly if {@code status} is 0
 * @param drop true if the connection is closed without an answer; {@code status} must then be 0
 * @param window the time in which the fault is active
 * @param times the number of calls that the fault affects, at least 1
 */
public record Fault(
    Duration latency,
    int status,
    @Nullable String code,
    boolean drop,
    FaultWindow window,
    int times) {
  /** The value of {@link #times} for a fault that lasts until it is cleared. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  /** The longest delay. No client waits longer. */
  private static final Duration MAX_LATENCY = Duration.ofDays(1);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException saying which values are allowed
   */
  public Fault {
    requireNonNull(latency, "latency");
    requireNonNull(window, "window");
    if (latency.isNegative()
        || latency.compareTo(MAX_LATENCY) > 0
        || times < 1
        || (status == 0) != (code == null)
        || (code != null && !code.matches("\\w{1,64}"))
        || (drop && status != 0)
        || (status != 0 && (status < 400 || status > 599))) {
      throw new IllegalArgumentException(
          "latency must be zero to one day, times at least 1; status 400 to 599 with a code of 1 to 64 letters and"
              + " digits, or 0 without; a drop has no status");
    }
  }

  /** Fails every call until cleared. For example, {@code error(503, "ServiceUnavailable")}. */
  public static Fault error(int status, String code) {
    return new Fault(Duration.ZERO, status, code, false, FaultWindow.ALWAYS, ALWAYS);
  }

  /** Throttles every call with 503 SlowDown until cleared. */
  public static Fault throttling() {
    return error(503, "SlowDown");
  }

  /** Fails every call with 500 InternalError until cleared. */
  public static Fault internalError() {
    return error(500, "InternalError");
  }

  /** Denies every call with 403 AccessDenied until cleared. */
  public static Fault denied() {
    return error(403, "AccessDenied");
  }

  /** Closes the connection of every call without an answer, until cleared. */
  public static Fault dropped() {
    return new Fault(Duration.ZERO, 0, null, true, FaultWindow.ALWAYS, ALWAYS);
  }

  /** Delays every call until cleared. */
  public static Fault latency(Duration latency) {
    return new Fault(latency, 0, null, false, FaultWindow.ALWAYS, ALWAYS);
  }

  /** The same fault with a delay before it. */
  public Fault withLatency(Duration wait) {
    return new Fault(wait, status, code, drop, window, times);
  }

  /** The same fault, limited to this number of calls. Calls outside its window do not count. */
  public Fault times(int calls) {
    return new Fault(latency, status, code, drop, window, calls);
  }

  /**
   * The same fault, active from one instant (inclusive) to another (exclusive) of the emulator's
   * clock.
   */
  public Fault between(Instant from, Instant until) {
    return within(FaultWindow.between(from, until));
  }

  /** The same fault, active for this long after it is set, by the emulator's clock. */
  public Fault lasting(Duration length) {
    return within(FaultWindow.lasting(length));
  }

  /** The same fault in another window. */
  public Fault within(FaultWindow other) {
    return new Fault(latency, status, code, drop, other, times);
  }
}
