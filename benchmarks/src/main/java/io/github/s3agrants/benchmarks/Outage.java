package io.github.s3agrants.benchmarks;

import java.io.IOException;
import java.util.Random;

/** The same as {@link Renewal}, with a service that fails for 4 s at random times. */
final class Outage implements Benchmark {
  private static final int OUTAGE_MILLIS = 4000;
  private static final int SHORTEST_PEACE_MILLIS = 4000;
  private static final int PEACE_SPREAD_MILLIS = 4000;

  @Override
  public String name() {
    return "outage";
  }

  @Override
  public String summary() {
    return "the same while the service answers 503 for 4 s again and again"
        + " [--seconds 60] [--seed 1]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("seconds", "seed");
    SteadyLoad load = new SteadyLoad(8, 50, options.number("seconds", 60));
    int seed = options.number("seed", 1);
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      emulator.lake().upload(SteadyLoad.keys());
      // First, so that the emulator is warm for both sides.
      ShortLives plain =
          ShortLives.measure(Side.PLAIN, emulator, load.upTo(20), e -> disturb(e, seed));
      ShortLives ours = ShortLives.measure(Side.OURS, emulator, load, e -> disturb(e, seed));
      ShortLives plugin = ShortLives.measure(Side.PLUGIN, emulator, load, e -> disturb(e, seed));
      ShortLives.report(report, ours, plugin, plain);
      report.note("seed of the outages: " + seed);
    }
  }

  /** Until it is interrupted; both sides meet the same outages. */
  private static void disturb(EmulatorProcess emulator, int seed) throws IOException {
    Random random = new Random(seed);
    try {
      while (true) {
        Thread.sleep(SHORTEST_PEACE_MILLIS + random.nextInt(PEACE_SPREAD_MILLIS));
        emulator.fail();
        Thread.sleep(OUTAGE_MILLIS);
        emulator.heal();
      }
    } catch (InterruptedException e) {
      emulator.heal();
    }
  }
}
