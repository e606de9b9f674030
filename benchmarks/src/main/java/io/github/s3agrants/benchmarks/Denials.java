package io.github.s3agrants.benchmarks;

import io.github.s3agrants.testkit.EmulatorClients;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.services.s3.S3Client;

/** Requests without a grant. */
final class Denials implements Benchmark {
  private static final int IN_A_ROW = 200;
  private static final int THREADS = 64;
  private static final int EACH = 4;
  private static final int FORBIDDEN = 403;
  private static final int LATENCY_MILLIS = 30;

  /**
   * The results of the requests.
   *
   * @param calls the calls to the services
   * @param others the requests that failed other than with 403
   * @param firstOther the first of them; empty if there was none
   */
  record Refused(CallCounts calls, long others, String firstOther) {}

  /** Counts denials. Thread-safe. */
  private static final class Tally {
    private final AtomicLong others = new AtomicLong();
    private final AtomicReference<String> firstOther = new AtomicReference<>("");

    void request(S3Client s3, String key) {
      try {
        s3.getObjectAsBytes(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(key));
      } catch (SdkServiceException e) {
        if (e.statusCode() != FORBIDDEN) {
          other(e);
        }
        return;
      } catch (RuntimeException e) {
        other(e);
        return;
      }
      throw new BenchmarkException("nothing refused " + key);
    }

    private void other(RuntimeException e) {
      others.incrementAndGet();
      firstOther.compareAndSet("", e.toString());
    }

    Refused with(CallCounts calls) {
      return new Refused(calls, others.get(), String.valueOf(firstOther.get()));
    }
  }

  @Override
  public String name() {
    return "denials";
  }

  @Override
  public String summary() {
    return "calls for a refused target: 200 GETs in a row, and 64 threads x 4 at once";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    options.allow();
    try (EmulatorProcess emulator = EmulatorProcess.start()) {
      emulator.latency(LATENCY_MILLIS);
      compare("in-a-row", report, inARow(Side.OURS, emulator), inARow(Side.PLUGIN, emulator));
      compare("at-once", report, atOnce(Side.OURS, emulator), atOnce(Side.PLUGIN, emulator));
    }
  }

  private static void compare(String figure, Report report, Refused ours, Refused plugin) {
    report.compare(figure, ours.calls.getDataAccess(), plugin.calls.getDataAccess(), "calls");
    report.compare(figure + ".failed-otherwise", ours.others, plugin.others, "requests");
    if (plugin.others > 0) {
      report.note("first other failure of the plugin, " + figure + ": " + plugin.firstOther);
    }
    BenchmarkException.unless(
        ours.others == 0, "not refused by the library, but failed: " + ours.firstOther);
  }

  /** The calls that 200 denied requests cause. */
  static Refused inARow(Side side, EmulatorProcess emulator) throws Exception {
    Tally tally = new Tally();
    try (Session session = open(side, emulator)) {
      emulator.reset();
      for (int i = 0; i < IN_A_ROW; i++) {
        tally.request(session.s3(), "secret/in-a-row");
      }
      return tally.with(emulator.counts());
    }
  }

  /** The calls that 64 threads with 4 denied requests each cause. */
  static Refused atOnce(Side side, EmulatorProcess emulator) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CountDownLatch together = new CountDownLatch(THREADS);
    Tally tally = new Tally();
    try (Session session = open(side, emulator)) {
      emulator.reset();
      List<Future<?>> parts = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        parts.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  for (int i = 0; i < EACH; i++) {
                    tally.request(session.s3(), "secret/at-once");
                  }
                  return null;
                }));
      }
      for (Future<?> part : parts) {
        part.get();
      }
      return tally.with(emulator.counts());
    } finally {
      threads.shutdown();
    }
  }

  private static Session open(Side side, EmulatorProcess emulator) throws Exception {
    return side.open(emulator.lake(), EmulatorClients.credentials(BenchmarkPrincipals.ONE));
  }
}
