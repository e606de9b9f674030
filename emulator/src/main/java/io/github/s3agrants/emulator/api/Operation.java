package io.github.s3agrants.emulator.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operation of one of the services that the emulator stands in for. */
public sealed interface Operation permits ControlOperation, S3Operation {
  /** The service that has it. */
  Service service();

  /** The name that AWS gives it, unique over all services. */
  String awsName();

  /** Every operation of every service. */
  static List<Operation> all() {
    List<Operation> all = new ArrayList<>(List.of(S3Operation.values()));
    all.addAll(List.of(ControlOperation.values()));
    return List.copyOf(all);
  }

  /** The operation with this AWS name. */
  static Optional<Operation> named(String awsName) {
    return all().stream().filter(operation -> operation.awsName().equals(awsName)).findFirst();
  }
}
