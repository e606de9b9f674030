package io.github.s3agrants.emulator.fault;

import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.api.Operation;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Applies the configured faults to calls. Thread-safe. */
public final class FaultInjector implements AutoCloseable {
  private final Faults faults;
  private final CountDownLatch closed = new CountDownLatch(1);

  public FaultInjector(Faults faults) {
    this.faults = faults;
  }

  /**
   * Applies the delay of the operation's fault, if there is one. The caller applies the rest of it.
   */
  public Optional<Fault> inject(Operation operation) {
    Optional<Fault> fault = faults.take(operation);
    if (fault.isPresent() && !fault.get().latency().isZero()) {
      try {
        // Closing the emulator ends the wait early.
        boolean ignored = closed.await(fault.get().latency().toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return fault;
  }

  /** Ends all waits. */
  @Override
  public void close() {
    closed.countDown();
  }
}
