package io.github.s3agrants.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Comparator.comparingLong;

import io.github.s3agrants.emulator.api.Principal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/** One cold start, in its own JVM. */
final class ColdStartWorker {
  private static final double NANOS_PER_MILLI = 1_000_000;

  /**
   * The results of all threads.
   *
   * @param requests the number of requests
   * @param errors the number of failed requests
   * @param shortestFirstMillis the shortest time until a thread's first request was sent
   * @param longestMillis the longest time until any request was sent
   * @param firstCredentialsMillis the time that the first request to ask for credentials waited for
   *     them
   * @param lastCredentialsMillis the longest time that any request waited for credentials
   * @param firstError the class and message of the first error; empty if there was none
   */
  record Outcome(
      long requests,
      long errors,
      double shortestFirstMillis,
      double longestMillis,
      double firstCredentialsMillis,
      double lastCredentialsMillis,
      String firstError) {}

  private ColdStartWorker() {}

  static Outcome inFreshJvm(
      Side side, Principal caller, EmulatorEndpoints lake, int threads, int keys)
      throws IOException, InterruptedException {
    Process process =
        Jvm.start(
            ColdStartWorker.class,
            List.of("-Xmx1g"),
            side.name(),
            caller.accessKey(),
            caller.secretKey(),
            lake.s3().toString(),
            lake.control().toString(),
            lake.sts().toString(),
            Integer.toString(threads),
            Integer.toString(keys));
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line = out.readLine();
      BenchmarkException.unless(
          line != null && process.waitFor() == 0, "a cold start ended without a result");
      String[] fields = String.valueOf(line).split(" ", 7);
      return new Outcome(
          Long.parseLong(fields[0]),
          Long.parseLong(fields[1]),
          Double.parseDouble(fields[2]),
          Double.parseDouble(fields[3]),
          Double.parseDouble(fields[4]),
          Double.parseDouble(fields[5]),
          fields[6]);
    } finally {
      process.destroy();
    }
  }

  public static void main(String[] arguments) throws Exception {
    EmulatorEndpoints lake =
        new EmulatorEndpoints(
            URI.create(arguments[3]), URI.create(arguments[4]), URI.create(arguments[5]));
    var base =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(arguments[1], arguments[2]));
    CredentialTimer timer = new CredentialTimer();
    try (Session session = Side.valueOf(arguments[0]).open(lake, base, timer)) {
      Outcome outcome =
          run(session.s3(), timer, Integer.parseInt(arguments[6]), Integer.parseInt(arguments[7]));
      System.out.printf(
          "%d %d %.3f %.3f %.3f %.3f %s%n",
          outcome.requests(),
          outcome.errors(),
          outcome.shortestFirstMillis(),
          outcome.longestMillis(),
          outcome.firstCredentialsMillis(),
          outcome.lastCredentialsMillis(),
          outcome.firstError().replaceAll("\\s+", " "));
    }
    // The plugin's clients leave threads behind.
    System.exit(0);
  }

  private static Outcome run(S3Client s3, CredentialTimer timer, int threads, int keys)
      throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    CountDownLatch together = new CountDownLatch(threads);
    AtomicInteger errors = new AtomicInteger();
    AtomicReference<String> firstError = new AtomicReference<>("");
    List<Future<List<Waits>>> parts = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int thread = t;
      parts.add(
          executor.submit(
              () -> {
                together.countDown();
                together.await();
                List<Waits> waits = new ArrayList<>();
                for (int k = 0; k < keys; k++) {
                  String key = key(thread, k);
                  timer.begin();
                  try {
                    s3.getObjectAsBytes(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(key));
                  } catch (RuntimeException e) {
                    errors.incrementAndGet();
                    firstError.compareAndSet("", e.toString());
                  }
                  waits.add(new Waits(timer.nanos(), timer.askedAt(), timer.nanosToCredentials()));
                }
                return waits;
              }));
    }
    List<List<Waits>> done = new ArrayList<>();
    for (Future<List<Waits>> part : parts) {
      done.add(part.get());
    }
    executor.shutdown();
    List<Waits> all = done.stream().flatMap(List::stream).toList();
    return new Outcome(
        (long) threads * keys,
        errors.get(),
        done.stream().mapToLong(waits -> waits.get(0).sent()).min().orElseThrow() / NANOS_PER_MILLI,
        all.stream().mapToLong(Waits::sent).max().orElseThrow() / NANOS_PER_MILLI,
        Collections.min(all, comparingLong(Waits::asked)).credentials() / NANOS_PER_MILLI,
        all.stream().mapToLong(Waits::credentials).max().orElseThrow() / NANOS_PER_MILLI,
        String.valueOf(firstError.get()));
  }

  /**
   * The times of one request, in nanoseconds.
   *
   * @param sent the time until it was sent
   * @param asked when it asked for credentials
   * @param credentials the time from then until it had them
   */
  private record Waits(long sent, long asked, long credentials) {}

  static String key(int thread, int number) {
    return "data/g" + thread % BenchmarkPrincipals.GRANTS + "/t" + thread + "/k" + number;
  }
}
