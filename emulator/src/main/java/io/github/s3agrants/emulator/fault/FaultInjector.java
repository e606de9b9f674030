package io.github.s3agrants.emulator.fault;

import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.Operation;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hits calls with the faults that are set. Thread-safe. */
public final class FaultInjector implements AutoCloseable {
  private final Faults faults;
  private final CountDownLatch closed = new CountDownLatch(1);

  public FaultInjector(Faults faults) {
    this.faults = faults;
  }

  /** Waits as long as a fault of this operation says; whoever calls does the rest of it. */
  public Optional<Fault> strike(Operation operation) {
    Optional<Fault> fault = faults.take(operation);
    if (fault.isPresent() && !fault.get().latency().isZero()) {
      try {
        // Ends early when the emulator is closed.
        boolean ignored = closed.await(fault.get().latency().toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return fault;
  }

  /** Ends the waits. */
  @Override
  public void close() {
    closed.countDown();
  }
}
