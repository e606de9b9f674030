package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The time and the garbage of the credential step if the credentials are cached. */
final class WarmPath implements Benchmark {
  private static final double MEDIAN = 50;

  record Point(int keyLength, int grants, int threads) {
    String figure() {
      return "key" + keyLength + ".grants" + grants + ".threads" + threads;
    }
  }

  record Cost(double nanos, double bytes) {}

  @Override
  public String name() {
    return "warm-path";
  }

  @Override
  public String summary() {
    return "JMH: ns and bytes of the credential step"
        + " [--keys 60,120,250] [--grants 1,100,100000] [--threads 1,2]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("keys", "grants", "threads");
    String[] keys = options.text("keys", "60,120,250").split(",", -1);
    String[] grants = options.text("grants", "1,100,100000").split(",", -1);
    List<Integer> threads =
        Arrays.stream(options.text("threads", "1,2").split(",", -1)).map(Integer::valueOf).toList();
    Map<Point, Cost> ours = measure("ours", keys, grants, threads);
    Map<Point, Cost> plugin = measure("plugin", keys, grants, threads);
    for (Map.Entry<Point, Cost> entry : ours.entrySet()) {
      String figure = entry.getKey().figure();
      Cost mine = entry.getValue();
      Cost theirs = requireNonNull(plugin.get(entry.getKey()), figure);
      report.compare(figure + ".time", mine.nanos(), theirs.nanos(), "ns/op");
      report.compare(figure + ".garbage", mine.bytes(), theirs.bytes(), "B/op");
    }
    measure("plugin-identity", new String[] {"120"}, new String[] {"100"}, List.of(1))
        .forEach(
            (point, cost) -> {
              Cost mine = ours.get(point);
              if (mine != null) {
                String figure = "plugin-identity-only." + point.figure();
                report.compare(figure + ".time", mine.nanos(), cost.nanos(), "ns/op");
                report.compare(figure + ".garbage", mine.bytes(), cost.bytes(), "B/op");
              }
            });
    measure("ours-fresh-identity", new String[] {"120"}, new String[] {"100"}, List.of(1))
        .forEach(
            (point, cost) -> {
              report.alone("fresh-identity." + point.figure() + ".time", cost.nanos(), "ns/op");
              report.alone("fresh-identity." + point.figure() + ".garbage", cost.bytes(), "B/op");
            });
    report.note("time: median of single calls, the two readings of the clock included");
    report.note("plugin: its auth scheme provider, then its identity provider");
    report.note("plugin-identity-only: without the former, which stands in plugin=");
    report.note("the plugin's cache holds " + WarmPlugin.MOST_GRANTS + " grants at most");
    report.note(
        "fresh-identity: base credentials from a provider that makes a new object each time");
  }

  /** Measures one side of {@link WarmPathJmh} at all points. */
  static Map<Point, Cost> measure(
      String side, String[] keys, String[] grants, List<Integer> threads) throws Exception {
    Map<Point, Cost> costs = new LinkedHashMap<>();
    for (int count : threads) {
      ChainedOptionsBuilder options =
          new OptionsBuilder()
              .include(WarmPathJmh.class.getName())
              .param("side", side)
              .param("keyLength", keys)
              .param("grants", grants)
              .threads(count)
              .addProfiler(GCProfiler.class)
              .shouldFailOnError(true)
              .verbosity(VerboseMode.SILENT)
              .jvmArgs(jvmArguments());
      Collection<RunResult> results = new Runner(options.build()).run();
      for (RunResult result : results) {
        Point point =
            new Point(
                Integer.parseInt(result.getParams().getParam("keyLength")),
                Integer.parseInt(result.getParams().getParam("grants")),
                count);
        costs.put(
            point,
            new Cost(
                result.getPrimaryResult().getStatistics().getPercentile(MEDIAN),
                requireNonNull(result.getSecondaryResults().get("gc.alloc.rate.norm")).getScore()));
      }
    }
    return costs;
  }

  private static String[] jvmArguments() {
    List<String> arguments = new ArrayList<>(List.of("-Xms1g"));
    arguments.addAll(Jvm.hostsOption());
    return arguments.toArray(String[]::new);
  }
}
