package io.github.s3agrants.emulator.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with calls of one operation: first they wait, then they fail. Immutable.
 *
 * @param latency how long each call waits, in real time whatever the emulator's clock says; zero
 *     for not at all
 * @param status HTTP status 400 to 599 to fail with; 0: the call is answered as usual, or not at
 *     all
 * @param code error code of the answer; null exactly if {@code status} is 0
 * @param drop whether the connection is closed without an answer; then {@code status} is 0
 * @param window when it is in force
 * @param times how many calls it hits, at least 1
 */
public record Fault(
    Duration latency,
    int status,
    @Nullable String code,
    boolean drop,
    FaultWindow window,
    int times) {
  /** For {@link #times}: until it is cleared. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  /** Waits longer than this are refused: a client would long have given up. */
  private static final Duration MAX_LATENCY = Duration.ofDays(1);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException saying what is allowed
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

  /** Fails every call until cleared, such as {@code error(503, "ServiceUnavailable")}. */
  public static Fault error(int status, String code) {
    return new Fault(Duration.ZERO, status, code, false, FaultWindow.ALWAYS, ALWAYS);
  }

  /** Throttles every call until cleared: 503 SlowDown. */
  public static Fault throttling() {
    return error(503, "SlowDown");
  }

  /** Breaks every call until cleared: 500 InternalError. */
  public static Fault internalError() {
    return error(500, "InternalError");
  }

  /** Refuses every call until cleared: 403 AccessDenied. */
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

  /** The same fault after a wait. */
  public Fault withLatency(Duration wait) {
    return new Fault(wait, status, code, drop, window, times);
  }

  /** The same fault for this many calls only; calls outside its window do not count. */
  public Fault times(int calls) {
    return new Fault(latency, status, code, drop, window, calls);
  }

  /** The same fault from one instant (inclusive) to another (exclusive) of the emulator's clock. */
  public Fault between(Instant from, Instant until) {
    return within(FaultWindow.between(from, until));
  }

  /** The same fault for so long, by the emulator's clock, after it is set. */
  public Fault lasting(Duration length) {
    return within(FaultWindow.lasting(length));
  }

  /** The same fault in another window. */
  public Fault within(FaultWindow other) {
    return new Fault(latency, status, code, drop, other, times);
  }
}
