package io.github.s3agrants.benchmarks;

/** Credentials that live 20 s, under a steady load: who waits when they are renewed? */
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
