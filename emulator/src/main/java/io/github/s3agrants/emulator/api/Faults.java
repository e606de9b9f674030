package io.github.s3agrants.emulator.api;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The faults of the control plane, by operation. None at the start. Thread-safe. */
public final class Faults {
  private final Map<ControlOperation, Fault> faults = new EnumMap<>(ControlOperation.class);

  /** Sets the fault of an operation, in place of the one it had. */
  public synchronized void set(ControlOperation operation, Fault fault) {
    faults.put(operation, fault);
  }

  /** Removes the fault of an operation; calls that wait already are not shortened. */
  public synchronized void clear(ControlOperation operation) {
    faults.remove(operation);
  }

  /** Removes every fault. */
  public synchronized void clear() {
    faults.clear();
  }

  /** The fault that hits a call, which uses up one of its times. */
  public synchronized Optional<Fault> take(ControlOperation operation) {
    Fault fault = faults.get(operation);
    if (fault == null) {
      return Optional.empty();
    }
    if (fault.times() == 1) {
      faults.remove(operation);
    } else if (fault.times() != Fault.ALWAYS) {
      faults.put(operation, fault.times(fault.times() - 1));
    }
    return Optional.of(fault);
  }
}
