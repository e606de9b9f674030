package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.Operation;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.fault.FaultText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The endpoint of the faults: {@code /emulator/faults}. */
final class FaultEndpoint {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Set<String> PLAN_KEYS = Set.of("faults", "credentialLife", "clockSkew");

  private final Faults faults;

  FaultEndpoint(Faults faults) {
    this.faults = faults;
  }

  ControlResponse list() {
    return ControlResponse.json(JSON.writeValueAsBytes(FaultText.write(faults.plan())));
  }

  /** The operations that can have a fault, by their AWS names. */
  ControlResponse operations() {
    return ControlResponse.json(
        JSON.writeValueAsBytes(Operation.all().stream().map(Operation::awsName).sorted().toList()));
  }

  /** Sets one fault, or all members of a plan. If any of it is invalid, nothing changes. */
  ControlResponse set(ControlRequest call) throws AwsException {
    // Browsers send this type from another site only after a preflight request, which gets no
    // approval here.
    String type = call.signed().header("content-type");
    if (type == null || !type.startsWith("application/json")) {
      throw invalid("Content-Type: must be application/json");
    }
    try {
      Map<?, ?> body = JSON.readValue(call.body(), Map.class);
      if (body == null) {
        throw invalid("the body must be a JSON object");
      }
      if (body.keySet().stream().anyMatch(PLAN_KEYS::contains)) {
        plan(body).run();
      } else {
        FaultText.Entry entry = FaultText.read(body);
        faults.set(entry.operation(), entry.fault());
      }
    } catch (JacksonException e) {
      throw invalid("the body must be a JSON object");
    } catch (IllegalArgumentException e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
    return ControlResponse.noContent();
  }

  ControlResponse clear(ControlRequest call) throws AwsException {
    Optional<String> name = call.parameter("operation");
    if (name.isEmpty()) {
      faults.clear();
    } else {
      faults.clear(
          Operation.named(name.get())
              .orElseThrow(() -> invalid("operation: must be the AWS name of an operation")));
    }
    return ControlResponse.noContent();
  }

  private Runnable plan(Map<?, ?> body) {
    if (!PLAN_KEYS.containsAll(body.keySet())) {
      throw new IllegalArgumentException("allowed are faults, credentialLife, clockSkew");
    }
    List<Runnable> actions = new ArrayList<>();
    Object life = body.get("credentialLife");
    if (life != null) {
      Duration duration = FaultText.duration(life);
      actions.add(() -> faults.credentialLife(duration));
    }
    Object skew = body.get("clockSkew");
    if (skew != null) {
      Duration duration = FaultText.duration(skew);
      actions.add(() -> faults.clockSkew(duration));
    }
    Object list = body.get("faults");
    if (list != null && !(list instanceof List<?>)) {
      throw new IllegalArgumentException("faults: must be a list");
    }
    if (list instanceof List<?> items) {
      for (Object item : items) {
        FaultText.Entry entry = FaultText.read(item instanceof Map<?, ?> map ? map : Map.of());
        actions.add(() -> faults.set(entry.operation(), entry.fault()));
      }
    }
    return () -> actions.forEach(Runnable::run);
  }

  private static AwsException invalid(String message) {
    return new AwsException(AwsError.INVALID_REQUEST, message);
  }
}
