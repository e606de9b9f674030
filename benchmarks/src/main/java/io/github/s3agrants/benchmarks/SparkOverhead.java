package io.github.s3agrants.benchmarks;

import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The same Spark job with vended and with base credentials. The report's column for the plugin has
 * the latter.
 */
final class SparkOverhead implements Benchmark {
  private static final String FOLDER = "written/spark";

  /** The kind of credentials that sign, which depends on the bucket. */
  enum Credentials {
    VENDED(BenchmarkPrincipals.BUCKET),
    PLAIN(BenchmarkPrincipals.PLAIN_BUCKET);

    private final String bucket;

    Credentials(String bucket) {
      this.bucket = bucket;
    }
  }

  /** The times of the rounds of one side. */
  private static final class Rounds {
    private final List<Double> millis = new ArrayList<>();
    private long s3;
    private long getDataAccess;

    double median() {
      List<Double> sorted = millis.stream().sorted().toList();
      int half = sorted.size() / 2;
      return sorted.size() % 2 == 1
          ? sorted.get(half)
          : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    double s3PerRound() {
      return (double) s3 / millis.size();
    }

    double getDataAccessPerRound() {
      return (double) getDataAccess / millis.size();
    }
  }

  @Override
  public String name() {
    return "spark-overhead";
  }

  @Override
  public String summary() {
    return "the same Spark job, vended against plain credentials [--rounds 15] [--warm-up 5]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("rounds", "warm-up");
    int rounds = options.number("rounds", 15);
    int warmUp = options.number("warm-up", 5);
    Path examples = Path.of(System.getProperty("spark.examples", "spark-examples"));
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      upload(emulator.lake(), examples.resolve("data"));
      try (SparkProcess spark = SparkProcess.start(examples, emulator.lake())) {
        alternate(warmUp, true, spark, emulator);
        report(report, "cold", alternate(rounds, true, spark, emulator));
        alternate(1, false, spark, emulator);
        report(report, "warm", alternate(rounds, false, spark, emulator));
      }
    }
    report.note("plain credentials stand where the plugin does elsewhere; ratios are vended/plain");
    report.note(rounds + " rounds of each side, alternating, after " + warmUp + "; medians");
  }

  private static void upload(EmulatorEndpoints lake, Path data) throws IOException {
    try (Session admin =
        Side.PLAIN.open(lake, EmulatorClients.credentials(BenchmarkPrincipals.ADMIN))) {
      for (Credentials each : Credentials.values()) {
        for (String[] file :
            new String[][] {
              {"flights-10k.json", "flights.json"}, {"airports.csv", "airports.csv"}
            }) {
          admin
              .s3()
              .putObject(
                  r -> r.bucket(each.bucket).key(FOLDER + "/" + file[1]),
                  RequestBody.fromFile(data.resolve(file[0])));
        }
      }
    }
  }

  private static Map<Credentials, Rounds> alternate(
      int rounds, boolean cold, SparkProcess spark, EmulatorProcess emulator) throws IOException {
    Map<Credentials, Rounds> result = new EnumMap<>(Credentials.class);
    for (int i = 0; i < rounds; i++) {
      // The sides also take turns at being first.
      Credentials first = Credentials.values()[i % 2];
      Credentials second = Credentials.values()[1 - i % 2];
      for (Credentials each : List.of(first, second)) {
        emulator.reset();
        Rounds sum = result.computeIfAbsent(each, key -> new Rounds());
        sum.millis.add(spark.run(cold, "s3a://" + each.bucket + "/" + FOLDER));
        CallCounts counts = emulator.counts();
        BenchmarkException.unless(
            counts.refused() == 0 && (each == Credentials.PLAIN || counts.baseSigned() == 0),
            each + ": not all requests were signed and answered as they should: " + counts);
        sum.s3 += emulator.s3Requests();
        sum.getDataAccess += counts.getDataAccess();
      }
    }
    return result;
  }

  private static void report(Report report, String kind, Map<Credentials, Rounds> rounds) {
    Rounds vended = rounds.get(Credentials.VENDED);
    Rounds plain = rounds.get(Credentials.PLAIN);
    if (vended == null || plain == null) {
      throw new BenchmarkException("no rounds");
    }
    report.compare(kind + ".time", vended.median(), plain.median(), "ms");
    report.alone(kind + ".time-ratio", vended.median() / plain.median(), "vended/plain");
    report.compare(kind + ".s3", vended.s3PerRound(), plain.s3PerRound(), "requests");
    report.alone(kind + ".s3-ratio", vended.s3PerRound() / plain.s3PerRound(), "vended/plain");
    report.alone(kind + ".get-data-access", vended.getDataAccessPerRound(), "calls");
  }
}
