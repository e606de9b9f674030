package io.github.s3agrants.application;

/** Carries a message to the driver and its answer back. Thread-safe. */
@FunctionalInterface
public interface Transport {
  /**
   * Asks the driver. Blocks until there is an answer.
   *
   * @throws Exception if there is none
   */
  byte[] ask(byte[] message) throws Exception;
}
