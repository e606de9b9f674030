package io.github.s3agrants.benchmarks;

import io.github.s3agrants.testkit.EmulatorClients;
import java.util.List;

/** Many reads of one object with a grant of only that object. */
final class ObjectGrant implements Benchmark {
  private static final int GETS = 200;

  @Override
  public String name() {
    return "object-grant";
  }

  @Override
  public String summary() {
    return "calls for 200 GETs of one object under an object grant";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow();
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      report.compare(
          "get-data-access",
          reads(Side.OURS, emulator).getDataAccess(),
          reads(Side.PLUGIN, emulator).getDataAccess(),
          "calls");
    }
  }

  /** The calls that 200 reads cause. */
  static CallCounts reads(Side side, EmulatorProcess emulator) throws Exception {
    emulator.lake().upload(List.of(BenchmarkPrincipals.OBJECT));
    try (Session session =
        side.open(emulator.lake(), EmulatorClients.credentials(BenchmarkPrincipals.WRITER))) {
      emulator.reset();
      for (int i = 0; i < GETS; i++) {
        session
            .s3()
            .getObjectAsBytes(
                r -> r.bucket(BenchmarkPrincipals.BUCKET).key(BenchmarkPrincipals.OBJECT));
      }
      CallCounts counts = emulator.counts();
      BenchmarkException.unless(
          counts.s3() == GETS && counts.baseSigned() == 0,
          side + " was to send " + GETS + " vended requests: " + counts);
      return counts;
    }
  }
}
