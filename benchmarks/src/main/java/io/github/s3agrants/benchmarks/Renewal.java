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
    options.allow("seconds");
    SteadyLoad load = new SteadyLoad(8, 50, options.number("seconds", 60));
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      emulator.lake().upload(SteadyLoad.keys());
      // First, so that the emulator is warm for both sides.
      ShortLives plain = ShortLives.measure(Side.PLAIN, emulator, load.upTo(20), Disturbance.NONE);
      ShortLives ours = ShortLives.measure(Side.OURS, emulator, load, Disturbance.NONE);
      ShortLives plugin = ShortLives.measure(Side.PLUGIN, emulator, load, Disturbance.NONE);
      ShortLives.report(report, ours, plugin, plain);
    }
  }
}
