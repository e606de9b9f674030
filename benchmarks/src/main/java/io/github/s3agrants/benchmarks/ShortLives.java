package io.github.s3agrants.benchmarks;

import io.github.s3agrants.testkit.EmulatorClients;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The results of a steady load with credentials that live 20 s.
 *
 * @param load the results of the requests
 * @param calls the calls to the services meanwhile
 * @param misses the requests without cached credentials, as the library counts them
 */
record ShortLives(SteadyLoad.Outcome load, CallCounts calls, long misses) {
  private static final int LIFE_SECONDS = 20;

  /**
   * Runs 8 threads with 50 requests a second each, for {@code --seconds}, with the same faults for
   * both sides.
   */
  static void compare(Options options, Report report, Disturbance disturbance) throws Exception {
    options.allow("seconds");
    SteadyLoad load = new SteadyLoad(8, 50, options.number("seconds", 60));
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      emulator.lake().upload(SteadyLoad.keys());
      // Plain S3 comes first, so that the emulator is warm for both sides.
      ShortLives plain = measure(Side.PLAIN, emulator, load.upTo(20), disturbance);
      ShortLives ours = measure(Side.OURS, emulator, load, disturbance);
      ShortLives plugin = measure(Side.PLUGIN, emulator, load, disturbance);
      report(report, ours, plugin, plain);
    }
  }

  private static ShortLives measure(
      Side side, EmulatorProcess emulator, SteadyLoad load, Disturbance disturbance)
      throws Exception {
    emulator.credentialLife(LIFE_SECONDS);
    CredentialTimer timer = new CredentialTimer();
    try (Session session = open(side, emulator.lake(), timer)) {
      load.warmUp(session.s3(), timer);
      emulator.reset();
      long missesBefore = misses(side);
      ExecutorService background = Executors.newSingleThreadExecutor();
      Future<?> disturbing =
          background.submit(
              () -> {
                disturbance.disturb(emulator);
                return null;
              });
      SteadyLoad.Outcome outcome = load.run(session.s3(), timer);
      background.shutdownNow();
      disturbing.get();
      return new ShortLives(outcome, emulator.counts(), misses(side) - missesBefore);
    }
  }

  private static Session open(Side side, EmulatorEndpoints lake, CredentialTimer timer)
      throws Exception {
    AwsCredentialsProvider base =
        EmulatorClients.credentials(
            side == Side.PLAIN ? BenchmarkPrincipals.ADMIN : BenchmarkPrincipals.ONE);
    return side.open(lake, base, timer);
  }

  private static long misses(Side side) {
    return side == Side.OURS ? LibraryStatistics.misses() : 0;
  }

  private static void report(Report report, ShortLives ours, ShortLives plugin, ShortLives plain) {
    BenchmarkException.unless(ours.load.requests() > 0, "no requests were sent");
    report.compare("requests", ours.load.requests(), plugin.load.requests(), "requests");
    report.compare("waits-over-5ms", ours.load.stalls(), plugin.load.stalls(), "requests");
    report.compare("longest-wait", ours.load.longestMillis(), plugin.load.longestMillis(), "ms");
    report.alone("requests-without-credentials-at-hand", ours.misses, "requests");
    report.compare("errors", ours.load.errors(), plugin.load.errors(), "requests");
    report.compare("base-signed", ours.calls.baseSigned(), plugin.calls.baseSigned(), "requests");
    report.compare(
        "get-data-access", ours.calls.getDataAccess(), plugin.calls.getDataAccess(), "calls");
    report.note(
        String.format(
            "noise: with neither, %d of %d requests took more than 5 ms to be sent, the longest"
                + " %.1f ms",
            plain.load.stalls(), plain.load.requests(), plain.load.longestMillis()));
    explain(report, "ours", ours);
    explain(report, "plugin", plugin);
    BenchmarkException.unless(
        ours.load.errors() == 0, "requests under the library failed: " + ours.load.firstError());
  }

  private static void explain(Report report, String side, ShortLives measured) {
    Throwable error = measured.load.firstError();
    if (error != null) {
      report.note("first error of " + side + ": " + error);
    }
  }
}
