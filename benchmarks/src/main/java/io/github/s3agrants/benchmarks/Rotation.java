package io.github.s3agrants.benchmarks;

import org.apache.hadoop.conf.Configuration;

/** Base credentials that are sessions and change constantly, of the same principal. */
final class Rotation implements Benchmark {
  private static final int EVERY_SECONDS = 5;

  private record Measured(SteadyLoad.Outcome load, CallCounts calls, long keys) {}

  @Override
  public String name() {
    return "rotation";
  }

  @Override
  public String summary() {
    return "calls while the caller's session credentials change every 5 s [--seconds 30]";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow("seconds");
    SteadyLoad load = new SteadyLoad(8, 20, options.number("seconds", 30));
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      emulator.lake().upload(SteadyLoad.keys());
      Measured ours = measure(Side.OURS, false, emulator, load);
      Measured plugin = measure(Side.PLUGIN, false, emulator, load);
      Measured fixed = measure(Side.OURS, true, emulator, load);
      report.compare("access-keys", ours.keys, plugin.keys, "keys");
      report.compare(
          "get-data-access", ours.calls.getDataAccess(), plugin.calls.getDataAccess(), "calls");
      report.compare("sts", ours.calls.callerIdentity(), plugin.calls.callerIdentity(), "calls");
      report.compare(
          "for-prefix", ours.calls.instanceForPrefix(), plugin.calls.instanceForPrefix(), "calls");
      report.compare("errors", ours.load.errors(), plugin.load.errors(), "requests");
      report.compare("longest-wait", ours.load.longestMillis(), plugin.load.longestMillis(), "ms");
      report.alone("account-id-set.access-keys", fixed.keys, "keys");
      report.alone("account-id-set.get-data-access", fixed.calls.getDataAccess(), "calls");
      report.alone("account-id-set.sts", fixed.calls.callerIdentity(), "calls");
      report.note("counted from the first request on; there is one grant");
      BenchmarkException.unless(
          ours.load.errors() + fixed.load.errors() == 0,
          "requests under the library failed: " + ours.load.firstError());
    }
  }

  private static Measured measure(
      Side side, boolean accountSet, EmulatorProcess emulator, SteadyLoad load) throws Exception {
    CredentialTimer timer = new CredentialTimer();
    try (RotatingCredentials base = RotatingCredentials.start(emulator.lake(), EVERY_SECONDS);
        Session session = open(side, accountSet, emulator.lake(), base, timer)) {
      emulator.reset();
      SteadyLoad.Outcome outcome = load.run(session.s3(), timer);
      return new Measured(outcome, emulator.counts(), base.used());
    }
  }

  private static Session open(
      Side side,
      boolean accountSet,
      EmulatorEndpoints lake,
      RotatingCredentials base,
      CredentialTimer timer)
      throws Exception {
    if (!accountSet) {
      return side.open(lake, base, timer);
    }
    Configuration conf = Side.hadoop(lake, base);
    conf.set("fs.s3a.accessgrants.account.id", BenchmarkPrincipals.ACCOUNT);
    return Side.open(conf, lake, timer);
  }
}
