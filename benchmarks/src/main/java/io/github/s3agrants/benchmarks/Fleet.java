package io.github.s3agrants.benchmarks;

import java.nio.file.Path;

/** The calls of many executors in a day; see {@link FleetModel}. */
final class Fleet implements Benchmark {
  /** The end of the start, which the jitter of renewals cannot spread. */
  private static final int AFTER_START_SECONDS = 60;

  @Override
  public String name() {
    return "fleet";
  }

  @Override
  public String summary() {
    return "calls of a fleet over a day in virtual time, with and without jitter [--executors 1000]"
        + " [--grants 20] [--hours 24] [--interval 5] [--seed 1] [--plot FILE.svg]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("executors", "grants", "hours", "interval", "seed", "plot");
    int executors = options.number("executors", 1000);
    FleetModel.Calls with = model(options, executors, true).run();
    FleetModel.Calls without = model(options, executors, false).run();
    report.alone("calls-per-executor", (double) with.total() / executors, "calls");
    report.alone(
        "without-jitter.calls-per-executor", (double) without.total() / executors, "calls");
    report.alone("start.peak", with.peakFrom(0), "calls/s");
    report.alone("renewals.peak", with.peakFrom(AFTER_START_SECONDS), "calls/s");
    report.alone("renewals.without-jitter.peak", without.peakFrom(AFTER_START_SECONDS), "calls/s");
    report.alone("renewals.mean", (double) with.total() / with.seconds(), "calls/s");
    report.note("the plugin has no clock to inject; it drops credentials at 90 % of their life");
    String plot = options.text("plot", "");
    if (!plot.isEmpty()) {
      FleetPlot.write(Path.of(plot), with, without);
    }
    BenchmarkException.unless(with.total() > 0 && without.total() > 0, "nothing was asked for");
  }

  private static FleetModel model(Options options, int executors, boolean jitter) {
    return new FleetModel(
        executors,
        options.number("grants", 20),
        options.number("hours", 24),
        options.number("interval", 5),
        jitter,
        options.number("seed", 1));
  }
}
