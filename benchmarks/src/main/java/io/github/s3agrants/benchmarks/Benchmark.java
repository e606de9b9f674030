package io.github.s3agrants.benchmarks;

/** One program of {@code bin/run}. */
interface Benchmark {
  /** The name that {@code bin/run} takes. */
  String name();

  /** One line for {@code --list}, with its options. */
  String summary();

  /**
   * Runs the benchmark and reports all its figures.
   *
   * @throws BenchmarkException if it could not be run, with the reason
   */
  void run(Options options, Report report) throws Exception;
}
