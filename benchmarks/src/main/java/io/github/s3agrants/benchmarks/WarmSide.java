package io.github.s3agrants.benchmarks;

/** One side with all credentials cached, so that only the credential step is measured. */
interface WarmSide extends AutoCloseable {
  /** The steps of one thread. */
  Steps steps();

  /** The credential steps of consecutive requests. Not thread-safe. */
  interface Steps {
    /** Takes the step for the next request. The result keeps the JIT from removing the step. */
    Object next();
  }

  @Override
  void close();
}
