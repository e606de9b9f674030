package io.github.s3agrants.runtime;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the file systems of a JVM share, put together here and nowhere else. It lives from the first
 * lease to the last one's return; threads and connections are made when they are first needed.
 */
public final class AccessGrantsRuntime {
  static final int KEEP_ALIVE_SECONDS = 30;

  private static final String JMX_NAME = "io.github.s3agrants:type=AccessGrants";

  private static final Logger LOG = LoggerFactory.getLogger(AccessGrantsRuntime.class);

  /** One for all that is reckoned: what one part gives an end, another looks at. */
  private static final Clock CLOCK = MonotonicClock.setByWallClock();

  private static final Object LOCK = new Object();

  /**
   * The only mutable static state: S3A offers no other way from the provider to the interceptor.
   */
  private static @Nullable AccessGrantsRuntime shared;

  private static int leases;

  private final ExecutorService executor;
  private final AccessGrantsClient client;
  private final VendingEngine engine;

  /** What the statistics are registered as; null if they are not. Guarded by the lock. */
  private @Nullable ObjectName registered;

  private AccessGrantsRuntime(ExecutorService executor, AccessGrantsClient client, int cacheSize) {
    this.executor = executor;
    this.client = client;
    this.engine =
        new VendingEngine(
            client, executor, CLOCK, cacheSize, () -> ThreadLocalRandom.current().nextDouble());
  }

  /** One file system's hold on the runtime. Closing it twice does nothing more. */
  public static final class Lease implements Closeable {
    private final AtomicBoolean closed = new AtomicBoolean();

    private Lease() {}

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release();
      }
    }
  }

  /**
   * A hold on the runtime, which the first makes.
   *
   * @param cacheSize how many vended credentials are kept at least
   * @param clients makes the client of the services, if this is the first hold
   */
  public static Lease acquire(int cacheSize, ClientFactory clients) {
    synchronized (LOCK) {
      AccessGrantsRuntime runtime = shared;
      Lease lease = new Lease();
      if (runtime == null) {
        runtime = create(cacheSize, clients);
        shared = runtime;
      } else {
        runtime.engine.growCacheTo(cacheSize);
      }
      leases++;
      return lease;
    }
  }

  /** The engine, while any file system holds a lease. */
  public static Optional<VendingEngine> engine() {
    synchronized (LOCK) {
      return Optional.ofNullable(shared).map(runtime -> runtime.engine);
    }
  }

  private static void release() {
    AccessGrantsRuntime last = null;
    synchronized (LOCK) {
      if (--leases == 0) {
        last = requireNonNull(shared);
        last.unregister();
        shared = null;
      }
    }
    if (last != null) {
      last.shutDown();
    }
  }

  /**
   * Statistics are worth having, but no reason to fail for. Where the JVM has the library in more
   * class loaders than one, the first has the plain name.
   */
  private void register() {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      for (int id = 1; registered == null; id++) {
        ObjectName name = new ObjectName(id == 1 ? JMX_NAME : JMX_NAME + ",id=" + id);
        try {
          server.registerMBean(engine.statistics(), name);
          registered = name;
        } catch (InstanceAlreadyExistsException e) {
          LOG.debug("Another has its statistics under {}", name);
        }
      }
    } catch (JMException | RuntimeException | LinkageError e) {
      LOG.warn("No statistics over JMX: {}", e.toString());
    }
  }

  private void unregister() {
    try {
      if (registered != null) {
        ManagementFactory.getPlatformMBeanServer().unregisterMBean(registered);
      }
    } catch (JMException | RuntimeException | LinkageError e) {
      LOG.warn("Statistics stay in JMX: {}", e.toString());
    }
  }

  private static AccessGrantsRuntime create(int cacheSize, ClientFactory clients) {
    AccessGrantsRuntime runtime =
        new AccessGrantsRuntime(newThreads(), clients.create(CLOCK), cacheSize);
    runtime.register();
    return runtime;
  }

  private static ExecutorService newThreads() {
    return new CallThreads(
        VendingEngine.MAXIMUM_CALLS, KEEP_ALIVE_SECONDS, new DaemonThreads("s3a-access-grants-"));
  }

  private void shutDown() {
    try {
      engine.close();
      client.close();
    } finally {
      // What is left in the queue fails on the closed client: nobody is left waiting.
      executor.shutdownNow().forEach(Runnable::run);
      engine.clear();
    }
  }
}
