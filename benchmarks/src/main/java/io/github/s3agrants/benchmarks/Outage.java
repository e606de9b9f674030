package io.github.s3agrants.benchmarks;

import java.io.IOException;

/**
 * {@link Renewal} with a service that fails for 4 s of every 8 s. Credentials live 20 s, which is
 * no multiple of 8 s, so that some replacements fall into an outage wherever in their life a side
 * makes them.
 */
final class Outage implements Benchmark {
  private static final int OUTAGE_MILLIS = 4000;
  private static final int PEACE_MILLIS = 4000;

  @Override
  public String name() {
    return "outage";
  }

  @Override
  public String summary() {
    return "the same while the service answers 503 for 4 s of every 8 s [--seconds 60]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    ShortLives.compare(options, report, Outage::disturb);
  }

  /** Runs until interrupted. Both sides have the same outages. */
  private static void disturb(EmulatorProcess emulator) throws IOException {
    try {
      while (true) {
        Thread.sleep(PEACE_MILLIS);
        emulator.fail();
        Thread.sleep(OUTAGE_MILLIS);
        emulator.heal();
      }
    } catch (InterruptedException e) {
      emulator.heal();
    }
  }
}
