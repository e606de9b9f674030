package io.github.s3agrants.benchmarks;

/** A benchmark could not be run; the message has the reason. */
final class BenchmarkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchmarkException(String message) {
    super(message);
  }

  /** Stops the benchmark unless {@code ok}. */
  static void unless(boolean ok, String message) {
    if (!ok) {
      throw new BenchmarkException(message);
    }
  }
}
