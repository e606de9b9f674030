package io.github.s3agrants.benchmarks;

/** One side with all credentials at hand: nothing but the credential step is left. */
interface WarmSide extends AutoCloseable {
  /** Steps for one thread. */
  Steps steps();

  /** The credential step of request after request. Not thread-safe. */
  interface Steps {
    /** Takes the step for the next request; what it returns keeps the JIT from leaving it out. */
    Object next();
  }

  @Override
  void close();
}
