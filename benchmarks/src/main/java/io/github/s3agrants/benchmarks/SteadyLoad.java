package io.github.s3agrants.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Threads that each send HEAD requests at a fixed rate.
 *
 * @param threads the number of threads
 * @param perSecond the requests per second of each thread
 * @param seconds the duration
 */
record SteadyLoad(int threads, int perSecond, int seconds) {
  /** The length of a credential step from which it counts as a stall. */
  private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final int WARM_UP_REQUESTS = 300;

  /**
   * The results.
   *
   * @param requests the number of requests
   * @param errors the number of failed requests
   * @param stalls the number of requests whose credential step took more than 5 ms
   * @param longestNanos the longest credential step
   * @param firstError the first error; null if there was none
   */
  record Outcome(
      long requests, long errors, long stalls, long longestNanos, @Nullable Throwable firstError) {
    static final Outcome NONE = new Outcome(0, 0, 0, 0, null);

    double longestMillis() {
      return longestNanos / 1e6;
    }

    Outcome plus(Outcome other) {
      return new Outcome(
          requests + other.requests,
          errors + other.errors,
          stalls + other.stalls,
          Math.max(longestNanos, other.longestNanos),
          firstError != null ? firstError : other.firstError);
    }

    Outcome with(long nanos, @Nullable Throwable error) {
      return plus(new Outcome(1, error == null ? 0 : 1, nanos > STALL_NANOS ? 1 : 0, nanos, error));
    }
  }

  /** This load for at most so many seconds. */
  SteadyLoad upTo(int most) {
    return new SteadyLoad(threads, perSecond, Math.min(seconds, most));
  }

  /** Lets the JIT compile the load's code, and vends the first credentials. */
  void warmUp(S3Client s3, CredentialTimer timer) throws Exception {
    new SteadyLoad(threads, Integer.MAX_VALUE, 0).run(s3, timer, WARM_UP_REQUESTS);
  }

  Outcome run(S3Client s3, CredentialTimer timer) throws Exception {
    return run(s3, timer, perSecond * seconds);
  }

  private Outcome run(S3Client s3, CredentialTimer timer, int each) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    long start = System.nanoTime();
    try {
      List<Future<Outcome>> parts = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        String key = key(t);
        // Spread the threads over the interval, so that they do not send at the same time.
        long offset = t * TimeUnit.SECONDS.toNanos(1) / perSecond / threads;
        parts.add(executor.submit(() -> one(s3, timer, key, start + offset, each)));
      }
      Outcome all = Outcome.NONE;
      for (Future<Outcome> part : parts) {
        all = all.plus(part.get());
      }
      return all;
    } finally {
      executor.shutdown();
    }
  }

  private Outcome one(S3Client s3, CredentialTimer timer, String key, long start, int count) {
    long period = TimeUnit.SECONDS.toNanos(1) / perSecond;
    Outcome outcome = Outcome.NONE;
    for (int i = 0; i < count; i++) {
      waitUntil(start + i * period);
      Throwable error = null;
      timer.begin();
      try {
        s3.headObject(r -> r.bucket(BenchmarkPrincipals.BUCKET).key(key));
      } catch (RuntimeException e) {
        error = e;
      }
      outcome = outcome.with(timer.nanos(), error);
    }
    return outcome;
  }

  private static void waitUntil(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static String key(int thread) {
    return "data/g" + thread % BenchmarkPrincipals.GRANTS + "/steady";
  }

  /** The keys that the load requests. */
  static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < BenchmarkPrincipals.GRANTS; i++) {
      keys.add(key(i));
    }
    return keys;
  }
}
