package io.github.s3agrants.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random requests of every kind by several callers, while grants change, keys are rotated, time
 * passes and the services fail or answer oddly. Each outcome is checked against the record of the
 * services, which does not use the library.
 *
 * <p>The test prints its random seed; {@code -Dstress.seed} repeats it, exactly so for one thread.
 * {@code -Dstress.requests} sets the number of requests.
 */
class StressTest {
  private static final int REQUESTS = Integer.getInteger("stress.requests", 100_000);
  private static final int THREADS = 8;
  private static final int STEPS_ALONE = 250;
  private static final int STEPS_TOGETHER = 10_000;

  private final long seed = Long.getLong("stress.seed", new Random().nextInt());

  /** Makes one request at a time, so that a failure can be repeated and shortened. */
  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void one_thread_alone() throws Exception {
    Tally tally = new Tally();
    for (int history = 0; history < REQUESTS / 5 / STEPS_ALONE; history++) {
      long own = seed + history;
      List<Integer> all = IntStream.range(0, STEPS_ALONE).boxed().toList();
      Failure failure = run(own, all, tally);
      assertThat(failure == null ? "" : explain(own, failure))
          .as("-Dstress.seed=%d, history %d", seed, history)
          .isEmpty();
    }
    tally.print("oneThreadAlone", seed);
  }

  private record Failure(List<Integer> steps, String text) {}

  private static final class Tally {
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger vended = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicInteger notFound = new AtomicInteger();

    void add(StressWorld world) {
      requests.addAndGet(world.requests.intValue());
      vended.addAndGet(world.vended.intValue());
      failed.addAndGet(world.denied.intValue());
      notFound.addAndGet(world.notFound.intValue());
    }

    /**
     * Fails if hardly anything was vended or never answered as missing, because such a test shows
     * nothing.
     */
    void print(String test, long seed) {
      System.out.printf(
          "StressTest.%s: -Dstress.seed=%d, %s requests, %s vended, %s failed, %s not found%n",
          test, seed, requests, vended, failed, notFound);
      if (requests.get() > 10_000) {
        assertThat(vended.get()).isGreaterThan(requests.get() / 4);
        assertThat(failed.get()).isGreaterThan(requests.get() / 20);
        assertThat(notFound).hasPositiveValue();
      }
    }
  }

  private static @Nullable Failure run(long seed, List<Integer> steps, Tally tally)
      throws Exception {
    try (StressWorld world = new StressWorld(seed, 0)) {
      for (int i = 0; i < steps.size(); i++) {
        String wrong = world.step(steps.get(i));
        if (wrong != null) {
          return new Failure(steps.subList(0, i + 1), wrong);
        }
      }
      tally.add(world);
      String wrong = world.complaint();
      return wrong == null ? null : new Failure(steps, wrong);
    }
  }

  /** Describes the shortest failing history that a limited search finds. */
  private static String explain(long seed, Failure failure) throws Exception {
    Failure shortest = failure;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    for (int size = shortest.steps().size() / 2; size > 0; size /= 2) {
      for (int from = 0; from + size <= shortest.steps().size() && System.nanoTime() < end; ) {
        List<Integer> without = new ArrayList<>(shortest.steps());
        without.subList(from, from + size).clear();
        Failure again = run(seed, without, new Tally());
        if (again != null) {
          shortest = again;
        } else {
          from += size;
        }
      }
    }
    return "seed " + seed + ", steps " + shortest.steps() + ":\n" + shortest.text();
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.MINUTES)
  void many_threads_together() throws Exception {
    Tally tally = new Tally();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < REQUESTS * 4L / 5 / STEPS_TOGETHER; round++) {
        try (StressWorld world = new StressWorld(seed - 1 - round, 4)) {
          AtomicInteger number = new AtomicInteger();
          List<Future<List<String>>> all =
              IntStream.range(0, THREADS)
                  .mapToObj(thread -> threads.submit(() -> run(world, number)))
                  .toList();
          List<String> wrong = new ArrayList<>();
          for (Future<List<String>> each : all) {
            wrong.addAll(each.get());
          }
          if (wrong.isEmpty()) {
            String afterwards = world.complaint();
            wrong.addAll(afterwards == null ? List.of() : List.of(afterwards));
          }
          tally.add(world);
          assertThat(wrong.stream().collect(Collectors.joining("\n")))
              .as("-Dstress.seed=%d, round %d", seed, round)
              .isEmpty();
        }
      }
    } finally {
      threads.shutdownNow();
    }
    tally.print("manyThreadsTogether", seed);
  }

  /** Takes steps until there are no more or one is wrong. */
  private static List<String> run(StressWorld world, AtomicInteger number) throws Exception {
    for (int step = number.getAndIncrement();
        step < STEPS_TOGETHER;
        step = number.getAndIncrement()) {
      String wrong = world.step(step);
      if (wrong != null) {
        number.set(STEPS_TOGETHER);
        return List.of(wrong);
      }
    }
    return List.of();
  }
}
