package io.github.s3agrants.benchmarks;

import java.io.IOException;

/** What happens to the services while a load runs. */
interface Disturbance {
  /** Nothing. */
  Disturbance NONE = emulator -> {};

  /** Goes on until its thread is interrupted, and leaves the services well. */
  void disturb(EmulatorProcess emulator) throws IOException;
}
