package io.github.s3agrants.benchmarks;

import java.io.IOException;

/** Faults of the services while a load runs. */
interface Disturbance {
  /** No faults. */
  Disturbance NONE = emulator -> {};

  /** Runs until its thread is interrupted, and then ends all faults. */
  void disturb(EmulatorProcess emulator) throws IOException;
}
