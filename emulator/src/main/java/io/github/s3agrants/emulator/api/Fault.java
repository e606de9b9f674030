package io.github.s3agrants.emulator.api;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with calls of one operation: first they wait, then they fail.
 *
 * @param latency how long each call waits, in real time whatever the emulator's clock says; zero
 *     for not at all
 * @param status HTTP status 400 to 599 to fail with; 0: the call is answered as usual
 * @param code error code of the answer; null exactly if {@code status} is 0
 * @param times how many calls it hits, at least 1
 */
public record Fault(Duration latency, int status, @Nullable String code, int times) {
  /** For {@link #times}: until it is cleared. */
  public static final int ALWAYS = Integer.MAX_VALUE;

  public Fault {
    requireNonNull(latency, "latency");
    if (latency.isNegative()
        || times < 1
        || (status == 0) != (code == null)
        || (status != 0 && (status < 400 || status > 599))) {
      throw new IllegalArgumentException(
          "latency must not be negative, times at least 1, status 400 to 599 with a code, or 0 without");
    }
  }

  /** Fails every call until cleared, such as {@code error(503, "ServiceUnavailable")}. */
  public static Fault error(int status, String code) {
    return new Fault(Duration.ZERO, status, code, ALWAYS);
  }

  /** Delays every call until cleared. */
  public static Fault latency(Duration latency) {
    return new Fault(latency, 0, null, ALWAYS);
  }

  /** The same fault after a wait. */
  public Fault withLatency(Duration wait) {
    return new Fault(wait, status, code, times);
  }

  /** The same fault for this many calls only. */
  public Fault times(int calls) {
    return new Fault(latency, status, code, calls);
  }
}
