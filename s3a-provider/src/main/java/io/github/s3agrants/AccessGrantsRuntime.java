package io.github.s3agrants;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.S3ControlGrantsClient;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/**
 * What the file systems of a JVM share, put together here and nowhere else. It lives from the first
 * lease to the last one's return; threads and connections are made when they are first needed.
 */
final class AccessGrantsRuntime {
  /** As many grants can be asked for at once; more wait their turn. */
  private static final int MAXIMUM_THREADS = 16;

  private static final String JMX_NAME = "io.github.s3agrants:type=AccessGrants";

  private static final Logger LOG = LoggerFactory.getLogger(AccessGrantsRuntime.class);

  /** One for all that is reckoned: what one part gives an end, another looks at. */
  private static final Clock CLOCK = SteadyClock.setByWallClock();

  private static final Object LOCK = new Object();

  /**
   * The only mutable static state: S3A offers no other way from the provider to the interceptor.
   */
  private static @Nullable AccessGrantsRuntime shared;

  private static int leases;

  private final ExecutorService executor;
  private final GrantsClient client;
  private final VendingEngine engine;

  private AccessGrantsRuntime(ExecutorService executor, GrantsClient client, int cacheSize) {
    this.executor = executor;
    this.client = client;
    this.engine =
        new VendingEngine(
            client, executor, CLOCK, cacheSize, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** One file system's hold on the runtime. Closing it twice does nothing more. */
  static final class Lease implements Closeable {
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease() {}

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release();
      }
    }
  }

  static Lease acquire(int cacheSize) {
    synchronized (LOCK) {
      AccessGrantsRuntime runtime = shared;
      if (runtime == null) {
        runtime = create(cacheSize);
        runtime.register(true);
        shared = runtime;
      }
      runtime.engine.grants().growTo(cacheSize);
      leases++;
      return new Lease();
    }
  }

  /** The engine, while any file system holds a lease. */
  static Optional<VendingEngine> engine() {
    synchronized (LOCK) {
      return Optional.ofNullable(shared).map(runtime -> runtime.engine);
    }
  }

  private static void release() {
    AccessGrantsRuntime last = null;
    synchronized (LOCK) {
      if (--leases == 0) {
        last = requireNonNull(shared);
        last.register(false);
        shared = null;
      }
    }
    if (last != null) {
      last.shutDown();
    }
  }

  /** Statistics are worth having, but no reason to fail for. */
  private void register(boolean present) {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName name = new ObjectName(JMX_NAME);
      if (server.isRegistered(name)) {
        server.unregisterMBean(name);
      }
      if (present) {
        server.registerMBean(engine.statistics(), name);
      }
    } catch (JMException | SecurityException e) {
      LOG.warn("No statistics over JMX: {}", e.toString());
    }
  }

  private static AccessGrantsRuntime create(int cacheSize) {
    GrantsClient client =
        new S3ControlGrantsClient(
            ApacheHttpClient.builder()
                .maxConnections(MAXIMUM_THREADS)
                .connectionTimeout(Duration.ofSeconds(5))
                .socketTimeout(Duration.ofSeconds(15))
                .build(),
            CLOCK);
    return new AccessGrantsRuntime(newExecutor(), client, cacheSize);
  }

  private static ExecutorService newExecutor() {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory daemons =
        task -> {
          Thread thread = new Thread(task, "s3a-access-grants-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            MAXIMUM_THREADS,
            MAXIMUM_THREADS,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons);
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  private void shutDown() {
    // What is queued still runs, and fails on the closed client: nobody is left waiting.
    executor.shutdown();
    client.close();
    engine.clear();
  }
}
