package io.github.s3agrants.emulator.api;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All faults of an emulator. Immutable.
 *
 * @param operations the faults, by operation
 * @param credentialLife the lifetime of vended credentials whatever the caller requests, 1 second
 *     to 12 hours; null: as requested
 * @param clockSkew how far the services' clock is ahead of the true time, at most 10 years;
 *     negative: behind
 */
public record FaultPlan(
    Map<Operation, Fault> operations, @Nullable Duration credentialLife, Duration clockSkew) {
  private static final Duration MAX_LIFE = Duration.ofHours(12);
  private static final Duration MAX_SKEW = Duration.ofDays(3650);

  /** No faults. */
  public static final FaultPlan NONE = new FaultPlan(Map.of(), null, Duration.ZERO);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException saying which values are allowed
   */
  public FaultPlan {
    if (credentialLife != null
        && (credentialLife.compareTo(Duration.ofSeconds(1)) < 0
            || credentialLife.compareTo(MAX_LIFE) > 0)) {
      throw new IllegalArgumentException("credentialLife: must be 1 second to 12 hours");
    }
    if (clockSkew.abs().compareTo(MAX_SKEW) > 0) {
      throw new IllegalArgumentException("clockSkew: must be at most 3650 days either way");
    }
    operations = Map.copyOf(operations);
  }

  /** A copy with this fault of an operation, which replaces an earlier one. */
  public FaultPlan with(Operation operation, Fault fault) {
    Map<Operation, Fault> more = new LinkedHashMap<>(operations);
    more.put(operation, fault);
    return new FaultPlan(more, credentialLife, clockSkew);
  }

  /** A copy without the fault of an operation. */
  public FaultPlan without(Operation operation) {
    Map<Operation, Fault> fewer = new LinkedHashMap<>(operations);
    fewer.remove(operation);
    return new FaultPlan(fewer, credentialLife, clockSkew);
  }

  /** A copy with another lifetime of vended credentials. Null: as requested. */
  public FaultPlan withCredentialLife(@Nullable Duration life) {
    return new FaultPlan(operations, life, clockSkew);
  }

  /** A copy with another skew of the services' clock. */
  public FaultPlan withClockSkew(Duration skew) {
    return new FaultPlan(operations, credentialLife, skew);
  }

  /** A copy that starts now: faults with a duration end that long after this instant. */
  FaultPlan startingAt(Instant now) {
    Map<Operation, Fault> begun = new LinkedHashMap<>();
    operations.forEach(
        (operation, fault) -> begun.put(operation, fault.within(fault.window().startingAt(now))));
    return new FaultPlan(begun, credentialLife, clockSkew);
  }
}
