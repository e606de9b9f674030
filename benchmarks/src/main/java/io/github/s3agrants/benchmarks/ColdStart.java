package io.github.s3agrants.benchmarks;

import io.github.s3agrants.emulator.api.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The first requests of a new JVM, all at once. */
final class ColdStart implements Benchmark {
  private static final int THREADS = 64;
  private static final int KEYS = 50;
  private static final int LATENCY_MILLIS = 30;

  /** All runs of one side with one set of grants. */
  private static final class Runs {
    final List<ColdStartWorker.Outcome> outcomes = new ArrayList<>();
    final List<CallCounts> calls = new ArrayList<>();

    long most(ToLongFunction<CallCounts> figure) {
      return calls.stream().mapToLong(figure).max().orElse(0);
    }

    long least(ToLongFunction<CallCounts> figure) {
      return calls.stream().mapToLong(figure).min().orElse(0);
    }

    double median(ToDoubleFunction<ColdStartWorker.Outcome> figure) {
      double[] sorted = outcomes.stream().mapToDouble(figure).sorted().toArray();
      return sorted[sorted.length / 2];
    }

    long damaged() {
      long damaged = 0;
      for (int i = 0; i < calls.size(); i++) {
        if (outcomes.get(i).errors() > 0 || calls.get(i).baseSigned() > 0) {
          damaged++;
        }
      }
      return damaged;
    }

    long errors() {
      return outcomes.stream().mapToLong(ColdStartWorker.Outcome::errors).sum();
    }

    long baseSigned() {
      return calls.stream().mapToLong(CallCounts::baseSigned).sum();
    }

    long requests() {
      return outcomes.stream().mapToLong(ColdStartWorker.Outcome::requests).sum();
    }
  }

  @Override
  public String name() {
    return "cold-start";
  }

  @Override
  public String summary() {
    return "calls, waits and damage of fresh JVMs: 64 threads x 50 keys, 30 ms latency,"
        + " one grant and eight [--runs 10] [--eight-runs 3]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("runs", "eight-runs");
    int runs = options.number("runs", 10);
    int eightRuns = options.number("eight-runs", 3);
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      emulator.lake().upload(keys());
      emulator.latency(LATENCY_MILLIS);
      Runs ours = new Runs();
      Runs plugin = new Runs();
      Runs oursEight = new Runs();
      Runs pluginEight = new Runs();
      for (int i = 0; i < runs; i++) {
        once(Side.OURS, BenchmarkPrincipals.ONE, emulator, ours);
        once(Side.PLUGIN, BenchmarkPrincipals.ONE, emulator, plugin);
      }
      for (int i = 0; i < eightRuns; i++) {
        once(Side.OURS, BenchmarkPrincipals.EIGHT, emulator, oursEight);
        once(Side.PLUGIN, BenchmarkPrincipals.EIGHT, emulator, pluginEight);
      }
      Runs plain = new Runs();
      for (int i = 0; i < eightRuns; i++) {
        once(Side.PLAIN, BenchmarkPrincipals.ADMIN, emulator, plain);
      }
      report("one", report, ours, plugin);
      report("eight", report, oursEight, pluginEight);
      report.note(
          runs
              + " JVMs of each side under one grant, "
              + eightRuns
              + " under eight; waits are"
              + " medians over the JVMs, class loading and JIT included");
      report.note(
          String.format(
              "with neither: first wait %.0f ms, longest %.0f ms, longest beyond first %.0f ms",
              plain.median(ColdStartWorker.Outcome::shortestFirstMillis),
              plain.median(ColdStartWorker.Outcome::longestMillis),
              plain.median(o -> o.longestMillis() - o.shortestFirstMillis())));
      BenchmarkException.unless(
          ours.requests() == (long) runs * THREADS * KEYS, "requests are missing");
      BenchmarkException.unless(
          ours.errors() + oursEight.errors() == 0,
          "requests under the library failed: "
              + ours.outcomes.stream().map(ColdStartWorker.Outcome::firstError).toList());
    }
  }

  private static void report(String grants, Report report, Runs ours, Runs plugin) {
    compare(report, grants + ".get-data-access", ours, plugin, CallCounts::getDataAccess);
    compare(report, grants + ".sts", ours, plugin, CallCounts::callerIdentity);
    compare(report, grants + ".for-prefix", ours, plugin, CallCounts::instanceForPrefix);
    report.compare(
        grants + ".vend-span-most",
        ours.most(CallCounts::vendSpanMillis),
        plugin.most(CallCounts::vendSpanMillis),
        "ms");
    report.compare(
        grants + ".first-wait",
        ours.median(ColdStartWorker.Outcome::shortestFirstMillis),
        plugin.median(ColdStartWorker.Outcome::shortestFirstMillis),
        "ms");
    report.compare(
        grants + ".longest-wait",
        ours.median(ColdStartWorker.Outcome::longestMillis),
        plugin.median(ColdStartWorker.Outcome::longestMillis),
        "ms");
    report.compare(
        grants + ".longest-beyond-first",
        ours.median(o -> o.longestMillis() - o.shortestFirstMillis()),
        plugin.median(o -> o.longestMillis() - o.shortestFirstMillis()),
        "ms");
    report.alone(
        grants + ".credentials-first",
        ours.median(ColdStartWorker.Outcome::firstCredentialsMillis),
        "ms");
    report.alone(
        grants + ".credentials-longest-beyond-first",
        ours.median(o -> o.lastCredentialsMillis() - o.firstCredentialsMillis()),
        "ms");
    report.compare(grants + ".runs", ours.calls.size(), plugin.calls.size(), "JVMs");
    report.compare(grants + ".damaged-runs", ours.damaged(), plugin.damaged(), "JVMs");
    report.compare(grants + ".errors", ours.errors(), plugin.errors(), "requests");
    report.compare(grants + ".base-signed", ours.baseSigned(), plugin.baseSigned(), "requests");
  }

  private static void compare(
      Report report, String figure, Runs ours, Runs plugin, ToLongFunction<CallCounts> calls) {
    report.compare(figure + "-least", ours.least(calls), plugin.least(calls), "calls");
    report.compare(figure + "-most", ours.most(calls), plugin.most(calls), "calls");
  }

  private static void once(Side side, Principal caller, EmulatorProcess emulator, Runs runs)
      throws Exception {
    emulator.reset();
    runs.outcomes.add(ColdStartWorker.inFreshJvm(side, caller, emulator.lake(), THREADS, KEYS));
    runs.calls.add(emulator.counts());
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      for (int k = 0; k < KEYS; k++) {
        keys.add(ColdStartWorker.key(t, k));
      }
    }
    return keys;
  }
}
