package io.github.s3agrants.benchmarks;

/** The waits for renewals under a steady load, with credentials that live 20 s. */
final class Renewal implements Benchmark {
  @Override
  public String name() {
    return "renewal";
  }

  @Override
  public String summary() {
    return "waits at renewal: credentials living 20 s, 8 threads x 50 requests/s [--seconds 60]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    ShortLives.compare(options, report, Disturbance.NONE);
  }
}
