package io.github.s3agrants.benchmarks;

/** One program of {@code bin/run}. */
interface Benchmark {
  /** The name that {@code bin/run} takes. */
  String name();

  /** One line for {@code --list}, with its options. */
  String summary();

  /**
   * Does the work and reports every figure.
   *
   * @throws BenchmarkException if the work could not be done, saying why
   */
  void run(Options options, Report report) throws Exception;
}
