package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * A driver and its executors in {@link VirtualTime}, which passes with the CPU time of the thread
 * that answers and with the latency of the services. Not thread-safe.
 */
final class VirtualFleet implements Closeable {
  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  private final VirtualTime time = new VirtualTime();
  private final FleetServices services;
  private final FleetServices ofExecutors = new FleetServices(time.clock(), () -> {});
  private final FleetDesk desk;
  private @Nullable FleetExecutors executors;

  private FleetExecutors executors() {
    return requireNonNull(executors, "they are lost");
  }

  /**
   * A fleet that has not started.
   *
   * @param count of the executors
   * @param grants of each
   * @param latency of each call to the services
   * @param seed of all that is drawn by chance
   */
  VirtualFleet(int count, int grants, Duration latency, long seed) {
    Configuration conf = FleetDesk.configuration();
    services = new FleetServices(time.clock(), () -> time.pause(latency));
    desk = new FleetDesk(services, time.background(), time.clock(), conf, time::spend, seed);
    executors =
        new FleetExecutors(
            count, grants, time.swarm(), time.clock(), desk::answer, ofExecutors, conf, seed);
  }

  /** The driver's services. */
  FleetServices services() {
    return services;
  }

  /** The services of the executors, which call none. */
  FleetServices servicesOfExecutors() {
    return ofExecutors;
  }

  FleetDesk desk() {
    return desk;
  }

  /** The time until the last executor has all its grants. */
  Duration coldStart() throws Exception {
    Instant start = time.clock().instant();
    CompletableFuture<Instant> served = executors().start();
    time.runUntil(LONGEST_START);
    BenchmarkException.unless(served.isDone(), "not all were served within " + LONGEST_START);
    return Duration.between(start, served.get());
  }

  /**
   * Lets the executors use their grants.
   *
   * @param end counted from the cold start
   * @param interval see {@link FleetExecutors#use}
   */
  void useUntil(Duration end, Duration interval) throws Exception {
    executors().use(interval);
    time.runUntil(end);
  }

  /** Has all executors report their use, and loses them. */
  void loseExecutors() throws Exception {
    executors().report();
    executors = null;
    time.forget();
  }

  /** The bytes that the driver holds. Ends it. The executors must be lost. */
  double endDriver() throws Exception {
    double with = Memory.usedBytes();
    desk.close();
    return with - Memory.usedBytes();
  }

  @Override
  public void close() {
    desk.close();
  }
}
