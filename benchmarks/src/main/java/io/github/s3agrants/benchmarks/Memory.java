package io.github.s3agrants.benchmarks;

import java.util.concurrent.Callable;

/** The memory that 30,000 grants take, and that requests leave behind. */
final class Memory implements Benchmark {
  private static final int GRANTS = 30_000;
  private static final int KEY_LENGTH = 120;
  private static final int MILLION = 1_000_000;
  private static final double MIB = 1024 * 1024;
  private static final int COLLECTIONS = 4;

  /** The bytes of the grants, and the bytes that a million requests leave. */
  private record Measured(double held, double growthPerMillion) {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public String summary() {
    return "MiB of 30,000 grants, and growth per million requests"
        + " [--millions 10] [--plugin-millions 2]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("millions", "plugin-millions");
    int millions = options.number("millions", 10);
    int pluginMillions = options.number("plugin-millions", 2);
    // Load classes and fill the SDK's own caches first, because these are not measured.
    WarmLibrary.start(1, KEY_LENGTH, false).close();
    WarmPlugin.start(1, KEY_LENGTH, true).close();
    Measured ours = measure(() -> WarmLibrary.start(GRANTS, KEY_LENGTH, false), millions);
    Measured plugin = measure(() -> WarmPlugin.start(GRANTS, KEY_LENGTH, true), pluginMillions);
    report.compare("held", ours.held() / MIB, plugin.held() / MIB, "MiB");
    report.compare(
        "growth-per-million-requests",
        ours.growthPerMillion() / MIB,
        plugin.growthPerMillion() / MIB,
        "MiB");
    report.compare(
        "requests", (double) millions * MILLION, (double) pluginMillions * MILLION, "requests");
    report.note("used heap after collections; session tokens of 1,000 characters");
  }

  private static Measured measure(Callable<WarmSide> start, int millions) throws Exception {
    double before = usedBytes();
    try (WarmSide side = start.call()) {
      double held = usedBytes();
      WarmSide.Steps steps = side.steps();
      for (int i = 0; i < millions * MILLION; i++) {
        Object unused = steps.next();
      }
      return new Measured(held - before, (usedBytes() - held) / millions);
    }
  }

  static double usedBytes() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
      // Wait for cleanup after a collection, which runs on threads of the JVM.
      Thread.sleep(100);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
