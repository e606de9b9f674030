package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.application.ApplicationDesk;
import io.github.s3agrants.application.ApplicationUsers;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A driver that vends for a fleet, with the library's own engine and messages. One thread at a time
 * may ask, as in Spark.
 */
final class FleetDesk implements Closeable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int CACHE_SIZE = 30_000;

  private final Clock clock;
  private final Instant started;
  private final LongConsumer spend;
  private final AskLog asks = new AskLog();
  private final LongAdder backgroundNanos = new LongAdder();
  private @Nullable VendingEngine engine;
  private @Nullable ApplicationDesk desk;

  /**
   * A driver that has been asked nothing.
   *
   * @param services of its engine
   * @param background runs what blocks
   * @param conf its Hadoop configuration
   * @param spend is told of the CPU time of each ask, in nanoseconds
   */
  FleetDesk(
      FleetServices services,
      Executor background,
      Clock clock,
      Configuration conf,
      LongConsumer spend,
      long seed) {
    this.clock = clock;
    this.started = clock.instant();
    this.spend = spend;
    Random random = new Random(seed);
    VendingEngine started =
        new VendingEngine(
            services,
            work -> background.execute(() -> backgroundNanos.add(cpuNanos(work))),
            clock,
            CACHE_SIZE,
            random::nextDouble);
    desk =
        new ApplicationDesk(
            started,
            () -> conf,
            new ApplicationUsers(List.of(FleetExecutors.user(conf)), Set::of),
            clock);
    engine = started;
  }

  /** The Hadoop configuration of a driver whose base credentials are those of a user. */
  static Configuration configuration() {
    URI nowhere = URI.create("http://127.0.0.1:1");
    return Side.hadoop(
        new EmulatorEndpoints(nowhere, nowhere, nowhere),
        EmulatorClients.credentials(BenchmarkPrincipals.ONE));
  }

  /** Answers a message, as Spark has it answered. */
  byte[] answer(byte[] message) {
    long before = THREADS.getCurrentThreadCpuTime();
    byte[] answer = requireNonNull(desk, "closed").answer(message);
    long cost = THREADS.getCurrentThreadCpuTime() - before;
    asks.add((int) Duration.between(started, clock.instant()).toSeconds(), cost);
    spend.accept(cost);
    return answer;
  }

  private static long cpuNanos(Runnable work) {
    long before = THREADS.getCurrentThreadCpuTime();
    work.run();
    return THREADS.getCurrentThreadCpuTime() - before;
  }

  /** The messages so far. */
  AskLog asks() {
    return asks;
  }

  /** The CPU time of all that the driver has done, on whichever thread, in nanoseconds. */
  long cpuNanos() {
    return asks.nanos() + backgroundNanos.sum();
  }

  /** Ends the driver, and holds nothing of it any more but the figures. */
  @Override
  public void close() {
    if (desk != null) {
      desk.close();
    }
    if (engine != null) {
      engine.close();
    }
    desk = null;
    engine = null;
  }
}
