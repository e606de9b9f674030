package io.github.s3agrants.benchmarks;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;

/** A driver and its executors on threads of this JVM, where they compete for its cores. */
final class ThreadedFleet implements Closeable {
  private static final int THREADS = 8;
  private static final Duration LONGEST_START = Duration.ofMinutes(5);

  private final ExecutorService answering = Executors.newSingleThreadExecutor();
  private final ExecutorService background = Executors.newCachedThreadPool();
  private final ScheduledExecutorService swarm = Executors.newScheduledThreadPool(THREADS);
  private final Clock clock = Clock.systemUTC();
  private final FleetServices services;
  private final FleetDesk desk;
  private final FleetExecutors executors;

  /** See {@link VirtualFleet}. */
  ThreadedFleet(int count, int grants, Duration latency, long seed) {
    Configuration conf = FleetDesk.configuration();
    services = new FleetServices(clock, () -> pause(latency));
    desk = new FleetDesk(services, background, clock, conf, nanos -> {}, seed);
    executors =
        new FleetExecutors(
            count,
            grants,
            swarm,
            clock,
            message -> answering.submit(() -> desk.answer(message)).get(),
            new FleetServices(clock, () -> {}),
            conf,
            seed);
  }

  private static void pause(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep(time.toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The time until the last executor has all its grants. */
  Duration coldStart() throws Exception {
    Instant start = clock.instant();
    Instant served = executors.start().get(LONGEST_START.toNanos(), TimeUnit.NANOSECONDS);
    return Duration.between(start, served);
  }

  FleetServices services() {
    return services;
  }

  FleetDesk desk() {
    return desk;
  }

  /** The CPU time of this JVM so far, in nanoseconds. */
  static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  @Override
  public void close() {
    swarm.shutdownNow();
    answering.shutdownNow();
    background.shutdownNow();
    desk.close();
  }
}
