package io.github.s3agrants.emulator.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An operation of one of the emulated services. */
public sealed interface Operation permits ControlOperation, S3Operation {
  /** The service that has the operation. */
  Service service();

  /** The operation's AWS name, unique across all services. */
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
