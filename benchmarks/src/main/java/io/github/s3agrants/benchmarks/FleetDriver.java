package io.github.s3agrants.benchmarks;

import java.time.Duration;

/** The calls and the work of a driver that vends for all executors; see {@link FleetDesk}. */
final class FleetDriver implements Benchmark {
  /** From then on, executors renew what they hold. */
  private static final int AFTER_START_SECONDS = 60;

  private static final int MINUTE = 60;

  private static final double MILLI = 1e6;
  private static final double MICRO = 1e3;
  private static final double MIB = 1024 * 1024;

  /** The executors of the model without a driver. */
  private static final int MODELLED = 100;

  /** The seconds between two uses of a grant in it. */
  private static final int INTERVAL_MODELLED = 5;

  private static final int MANY_GRANTS = 10_000;

  /** AWS's plugin drops credentials after this part of their life. */
  private static final double LIFE_IN_PLUGIN = 0.9;

  /** The options of one run. */
  private record Sizes(
      int executors, int grants, int hours, Duration interval, Duration latency, int seed) {
    static Sizes of(Options options) {
      options.allow("executors", "grants", "hours", "interval", "latency", "seed");
      return new Sizes(
          options.number("executors", 10_000),
          options.number("grants", 20),
          options.number("hours", 24),
          Duration.ofSeconds(options.number("interval", 30)),
          Duration.ofMillis(options.number("latency", 100)),
          options.number("seed", 1));
    }

    VirtualFleet fleet() {
      return new VirtualFleet(executors, grants, latency, seed);
    }

    /** Calls of all executors, if each makes so many per grant. */
    double each(double callsPerGrant) {
      return (double) executors * grants * callsPerGrant;
    }

    /** The calls of one executor in a day, if each asks the services itself. */
    double withoutDriver() {
      return (double)
              new FleetModel(MODELLED, grants, hours, INTERVAL_MODELLED, true, seed).run().total()
          / MODELLED;
    }

    /** The times that AWS's plugin asks for one grant, at least. */
    double livesInPlugin() {
      return Math.ceil(hours / (FleetServices.LIFE.toHours() * LIFE_IN_PLUGIN));
    }
  }

  @Override
  public String name() {
    return "fleet-driver";
  }

  @Override
  public String summary() {
    return "a driver that vends for a fleet: calls, asks, CPU and heap, cold and over a day in virtual time"
        + " [--executors 10000] [--grants 20] [--hours 24] [--interval 30] [--latency 100]"
        + " [--seed 1]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    Sizes sizes = Sizes.of(options);
    try (VirtualFleet fleet = sizes.fleet()) {
      cold("cold", sizes, fleet, report);
      day(sizes, fleet, report);
      fleet.loseExecutors();
      heap("day.heap", fleet, report);
    }
    try (VirtualFleet again = sizes.fleet()) {
      cold("again", sizes, again, report);
    }
    threads(sizes, report);
    try (VirtualFleet one = new VirtualFleet(1, MANY_GRANTS, Duration.ofMillis(1), sizes.seed())) {
      Duration unused = one.coldStart();
      one.loseExecutors();
      BenchmarkException.unless(
          one.services().getDataAccessCalls() == MANY_GRANTS, "not all grants were vended");
      heap("ten-thousand-grants.heap", one, report);
    }
    report.note("the calls of AWS's plugin are computed: one per executor, grant and 54 minutes");
  }

  private static void cold(String name, Sizes sizes, VirtualFleet fleet, Report report)
      throws Exception {
    Duration served = fleet.coldStart();
    report.compare(
        name + ".get-data-access", fleet.services().getDataAccessCalls(), sizes.each(1), "calls");
    report.compare(
        name + ".sts", fleet.services().callerIdentityCalls(), sizes.executors(), "calls");
    report.compare(
        name + ".for-prefix",
        fleet.services().instanceForPrefixCalls(),
        sizes.executors(),
        "calls");
    report.alone(name + ".served", served.toMillis(), "ms");
    asks(name, fleet.desk(), report);
  }

  private static void asks(String name, FleetDesk desk, Report report) {
    AskLog asks = desk.asks();
    report.alone(name + ".asks", asks.count(), "asks");
    report.alone(name + ".asks-peak", asks.peakFrom(0), "asks/s");
    report.alone(name + ".ask-p50", asks.percentile(0.5) / MICRO, "us");
    report.alone(name + ".ask-p99", asks.percentile(0.99) / MICRO, "us");
    report.alone(name + ".driver-cpu", desk.cpuNanos() / MILLI, "ms");
  }

  private static void day(Sizes sizes, VirtualFleet fleet, Report report) throws Exception {
    AskLog asks = fleet.desk().asks();
    long cpu = fleet.desk().cpuNanos();
    fleet.useUntil(Duration.ofHours(sizes.hours()), sizes.interval());
    report.compare(
        "day.get-data-access",
        fleet.services().getDataAccessCalls(),
        sizes.each(sizes.livesInPlugin()),
        "calls");
    report.alone("day.renewals.asks", asks.countFrom(AFTER_START_SECONDS), "asks");
    double seconds = Duration.ofHours(sizes.hours()).toSeconds();
    report.alone("day.renewals.mean", asks.countFrom(AFTER_START_SECONDS) / seconds, "asks/s");
    report.alone("day.renewals.peak", asks.peakFrom(AFTER_START_SECONDS), "asks/s");
    report.alone(
        "day.renewals.peak-minute",
        (double) asks.peakMinuteFrom(AFTER_START_SECONDS) / MINUTE,
        "asks/s");
    report.alone("day.renewals.driver-cpu", (fleet.desk().cpuNanos() - cpu) / MILLI, "ms");
    report.alone("without-driver.cold.get-data-access", sizes.each(1), "calls");
    report.alone(
        "without-driver.day.get-data-access", sizes.executors() * sizes.withoutDriver(), "calls");
  }

  private static void threads(Sizes sizes, Report report) throws Exception {
    try (ThreadedFleet fleet =
        new ThreadedFleet(sizes.executors(), sizes.grants(), sizes.latency(), sizes.seed())) {
      long before = ThreadedFleet.cpuNanos();
      Duration served = fleet.coldStart();
      long all = ThreadedFleet.cpuNanos() - before;
      report.alone("threads.get-data-access", fleet.services().getDataAccessCalls(), "calls");
      report.alone("threads.served", served.toMillis(), "ms");
      asks("threads", fleet.desk(), report);
      report.alone("threads.other-cpu", (all - fleet.desk().cpuNanos()) / MILLI, "ms");
    }
  }

  /** What a driver holds. */
  private static void heap(String name, VirtualFleet fleet, Report report) throws Exception {
    report.alone(name, fleet.endDriver() / MIB, "MiB");
  }
}
