package io.github.s3agrants.emulator.fault;

import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.FaultPlan;
import io.github.s3agrants.emulator.api.FaultWindow;
import io.github.s3agrants.emulator.api.Operation;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Converts faults from and to maps of plain values, for the configuration file and the HTTP
 * interface. Durations and instants are ISO 8601 text. An unknown key is an error.
 */
public final class FaultText {
  private static final Set<String> KEYS =
      Set.of("operation", "latency", "status", "code", "drop", "times", "from", "until", "lasting");

  private FaultText() {}

  /** An operation with its fault. */
  public record Entry(Operation operation, Fault fault) {}

  /**
   * Reads the fault of an operation.
   *
   * @throws IllegalArgumentException naming the key and the allowed values
   */
  public static Entry read(Map<?, ?> map) {
    for (Object key : map.keySet()) {
      if (!(key instanceof String name) || !KEYS.contains(name)) {
        throw new IllegalArgumentException(
            "unknown key; allowed are " + String.join(", ", KEYS.stream().sorted().toList()));
      }
    }
    Operation operation =
        Operation.named(text(map, "operation"))
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "operation: must be the AWS name of an operation, such as GetDataAccess or GetObject"));
    Duration latency = optional(map, "latency", FaultText::duration).orElse(Duration.ZERO);
    int status = optional(map, "status", FaultText::number).orElse(0);
    String code = status == 0 && map.get("code") == null ? null : code(map, status);
    FaultWindow window =
        new FaultWindow(
            optional(map, "from", FaultText::instant).orElse(null),
            optional(map, "until", FaultText::instant).orElse(null),
            optional(map, "lasting", FaultText::duration).orElse(null));
    boolean drop = optional(map, "drop", FaultText::flag).orElse(false);
    int times = optional(map, "times", FaultText::number).orElse(Fault.ALWAYS);
    if (status == 0 && !drop && latency.isZero()) {
      throw new IllegalArgumentException("must have at least one of latency, status and drop");
    }
    return new Entry(operation, new Fault(latency, status, code, drop, window, times));
  }

  /**
   * Reads a duration.
   *
   * @throws IllegalArgumentException saying which values are allowed
   */
  public static Duration duration(Object value) {
    try {
      return Duration.parse(String.valueOf(value));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("must be an ISO 8601 duration such as PT1.5S", e);
    }
  }

  /** Writes a plan in the form that {@link #read} takes. */
  public static Map<String, @Nullable Object> write(FaultPlan plan) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    List<Map<String, Object>> faults = new ArrayList<>();
    plan.operations().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().awsName()))
        .forEach(entry -> faults.add(write(entry.getKey(), entry.getValue())));
    map.put("faults", faults);
    Duration life = plan.credentialLife();
    map.put("credentialLife", life == null ? null : life.toString());
    map.put("clockSkew", plan.clockSkew().toString());
    return map;
  }

  private static Map<String, Object> write(Operation operation, Fault fault) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("operation", operation.awsName());
    if (!fault.latency().isZero()) {
      map.put("latency", fault.latency().toString());
    }
    String code = fault.code();
    if (code != null) {
      map.put("status", fault.status());
      map.put("code", code);
    }
    if (fault.drop()) {
      map.put("drop", true);
    }
    if (fault.times() != Fault.ALWAYS) {
      map.put("times", fault.times());
    }
    Instant from = fault.window().from();
    if (from != null) {
      map.put("from", from.toString());
    }
    Instant until = fault.window().until();
    if (until != null) {
      map.put("until", until.toString());
    }
    return map;
  }

  private static String code(Map<?, ?> map, int status) {
    if (map.get("code") != null) {
      return text(map, "code");
    }
    return switch (status) {
      case 403 -> "AccessDenied";
      case 500 -> "InternalError";
      case 503 -> "SlowDown";
      default ->
          throw new IllegalArgumentException(
              "code: is required with a status other than 403, 500, 503");
    };
  }

  private static <T> Optional<T> optional(Map<?, ?> map, String key, Function<Object, T> reader) {
    Object value = map.get(key);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(value));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
    }
  }

  private static String text(Map<?, ?> map, String key) {
    if (map.get(key) instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(key + ": must be text");
  }

  private static int number(Object value) {
    if (value instanceof Integer number) {
      return number;
    }
    throw new IllegalArgumentException("must be a whole number");
  }

  private static boolean flag(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw new IllegalArgumentException("must be true or false");
  }

  private static Instant instant(Object value) {
    try {
      return Instant.parse(String.valueOf(value));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "must be an ISO 8601 instant such as 2026-01-31T12:00:00Z", e);
    }
  }
}
