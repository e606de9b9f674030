package io.github.s3agrants.emulator.api;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that goes wrong. Immutable.
 *
 * @param operations the fault of each operation that has one
 * @param credentialLife how long vended credentials live whatever was asked for, 1 second to 12
 *     hours; null: as asked
 * @param clockSkew how far the services' clock is ahead of the true one, at most 10 years either
 *     way; negative: it is behind
 */
public record FaultPlan(
    Map<Operation, Fault> operations, @Nullable Duration credentialLife, Duration clockSkew) {
  private static final Duration MAX_LIFE = Duration.ofHours(12);
  private static final Duration MAX_SKEW = Duration.ofDays(3650);

  /** Nothing goes wrong. */
  public static final FaultPlan NONE = new FaultPlan(Map.of(), null, Duration.ZERO);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException saying what is allowed
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

  /** The same with this fault of an operation, in place of the one it had. */
  public FaultPlan with(Operation operation, Fault fault) {
    Map<Operation, Fault> more = new LinkedHashMap<>(operations);
    more.put(operation, fault);
    return new FaultPlan(more, credentialLife, clockSkew);
  }

  /** The same without the fault of an operation. */
  public FaultPlan without(Operation operation) {
    Map<Operation, Fault> fewer = new LinkedHashMap<>(operations);
    fewer.remove(operation);
    return new FaultPlan(fewer, credentialLife, clockSkew);
  }

  /** The same with another life of vended credentials; null: as asked. */
  public FaultPlan withCredentialLife(@Nullable Duration life) {
    return new FaultPlan(operations, life, clockSkew);
  }

  /** The same with the services' clock so far ahead. */
  public FaultPlan withClockSkew(Duration skew) {
    return new FaultPlan(operations, credentialLife, skew);
  }

  /** The same, begun now: what lasts some time ends that time from now. */
  FaultPlan startingAt(Instant now) {
    Map<Operation, Fault> begun = new LinkedHashMap<>();
    operations.forEach(
        (operation, fault) -> begun.put(operation, fault.within(fault.window().startingAt(now))));
    return new FaultPlan(begun, credentialLife, clockSkew);
  }
}
