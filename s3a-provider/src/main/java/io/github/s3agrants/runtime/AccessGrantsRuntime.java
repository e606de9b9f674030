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
 * What the file systems of a JVM share: the engine with its cache, the client of the services,
 * their threads and the statistics in JMX. It exists from the first lease until the last one is
 * closed. Threads and connections are created when they are first needed. Thread-safe.
 *
 * <p>If a JVM has loaded the library in several class loaders, each of them has its own.
 */
public final class AccessGrantsRuntime {
  /** Idle time after which a thread ends, in seconds. */
  static final int KEEP_ALIVE_SECONDS = 30;

  /** The cache's size until the first file system states one. */
  private static final int FIRST_CACHE_SIZE = 1;

  private static final String JMX_NAME = "io.github.s3agrants:type=AccessGrants";

  private static final Logger LOG = LoggerFactory.getLogger(AccessGrantsRuntime.class);

  /**
   * The clock of all parts, because one part compares the time with an end that another part set.
   */
  private static final Clock CLOCK = MonotonicClock.setByWallClock();

  private static final Object LOCK = new Object();

  /**
   * The only mutable static state, guarded by the lock: S3A has no other way to hand something from
   * the provider to the interceptor.
   */
  private static @Nullable AccessGrantsRuntime shared;

  private static int leases;

  /** Why no file system may be opened; null if it may. Guarded by the lock. */
  private static @Nullable String refusal;

  private final ExecutorService executor;
  private final AccessGrantsClient client;
  private final VendingEngine engine;

  /** Whether vended credentials come from another process. */
  private final boolean asking;

  /** The statistics in Hadoop's metrics; null if they are not there. */
  private volatile @Nullable HadoopMetrics published;

  /** The JMX name of the statistics; null if they are not registered. Guarded by the lock. */
  private @Nullable ObjectName registered;

  private AccessGrantsRuntime(
      ExecutorService executor, AccessGrantsClient client, VendingEngine engine, boolean asking) {
    this.executor = executor;
    this.client = client;
    this.engine = engine;
    this.asking = asking;
  }

  private static AccessGrantsRuntime calling(
      ExecutorService executor, AccessGrantsClient client, int cacheSize) {
    return new AccessGrantsRuntime(
        executor,
        client,
        new VendingEngine(client, executor, CLOCK, cacheSize, AccessGrantsRuntime::chance),
        false);
  }

  private static AccessGrantsRuntime asking(
      ExecutorService executor, AccessGrantsClient client, GrantsClientFactory grants) {
    return new AccessGrantsRuntime(
        executor,
        client,
        VendingEngine.asking(
            grants.create(executor, CLOCK),
            client,
            executor,
            CLOCK,
            FIRST_CACHE_SIZE,
            AccessGrantsRuntime::chance),
        true);
  }

  private static double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }

  /** A file system's lease on the runtime. Closing it a second time has no effect. Thread-safe. */
  public static final class Lease implements Closeable {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final boolean asking;

    private Lease(boolean asking) {
      this.asking = asking;
    }

    /**
     * Whether vended credentials come from another process, so that base credentials are neither
     * needed nor allowed in this one.
     */
    public boolean isAsking() {
      return asking;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)) {
        release();
      }
    }
  }

  /**
   * Returns a lease on the runtime. The first lease creates the runtime.
   *
   * @param cacheSize the minimum number of vended credentials to cache; if leases differ, the
   *     largest value wins
   * @param clients creates the client of the services; used only if this is the first lease
   * @throws IllegalStateException if {@link #refuse} was called
   */
  public static Lease acquire(int cacheSize, ClientFactory clients) {
    AccessGrantsRuntime runtime;
    synchronized (LOCK) {
      if (refusal != null) {
        throw new IllegalStateException(refusal);
      }
      AccessGrantsRuntime present = shared;
      if (present != null) {
        present.engine.growCacheTo(cacheSize);
        leases++;
        return new Lease(present.asking);
      }
      runtime = started(calling(newThreads(), clients.create(CLOCK), cacheSize));
      leases++;
    }
    return runtime.firstLease();
  }

  /**
   * Returns a lease on a runtime that gets its vended credentials from another process. File
   * systems that are opened from now on, until the lease is closed, have no base credentials.
   *
   * @param grants creates the client that asks the other process
   * @param clients creates the client that asks S3 for missing keys
   * @throws IllegalStateException if the runtime exists already, because a file system was opened
   */
  public static Lease acquireAsking(GrantsClientFactory grants, ClientFactory clients) {
    AccessGrantsRuntime runtime;
    synchronized (LOCK) {
      if (shared != null) {
        throw new IllegalStateException("A file system has been opened already");
      }
      runtime = started(asking(newThreads(), clients.create(CLOCK), grants));
      leases++;
    }
    return runtime.firstLease();
  }

  /**
   * Lets no file system be opened any more. Those that are open keep working.
   *
   * @param why the message of each refusal
   * @return ends the refusal when closed
   */
  public static Closeable refuse(String why) {
    synchronized (LOCK) {
      refusal = requireNonNull(why, "why");
    }
    return () -> {
      synchronized (LOCK) {
        refusal = null;
      }
    };
  }

  /** Returns the clock that the lifetime of vended credentials is measured with. */
  public static Clock clock() {
    return CLOCK;
  }

  /** Returns the version of the library, in words. */
  public static String version() {
    return version(AccessGrantsRuntime.class.getPackage().getImplementationVersion());
  }

  /** Returns the engine; empty if no file system holds a lease. */
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
      ClosingLine.log(last.engine.statistics());
    }
  }

  /**
   * Registers the statistics in JMX. A failure is only logged. If the JVM has loaded the library in
   * several class loaders, the first one gets the plain name, and the others get {@code ,id=2},
   * {@code ,id=3} and so on.
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
          LOG.debug("The JMX name {} is in use; trying the next one", name);
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
      LOG.warn("The statistics could not be removed from JMX: {}", e.toString());
    }
  }

  private static AccessGrantsRuntime started(AccessGrantsRuntime runtime) {
    shared = runtime;
    runtime.register();
    return runtime;
  }

  /**
   * Returns the text for the library's version.
   *
   * @param implementationVersion from the jar's manifest; null if the classes are not from the jar
   */
  static String version(@Nullable String implementationVersion) {
    return implementationVersion == null
        ? "unknown (not from the released jar)"
        : implementationVersion;
  }

  /**
   * Returns the lease that created this runtime. Hadoop's metrics have a lock of their own, and one
   * of their sinks may open a file system while it holds that. So it is not taken under ours.
   */
  private Lease firstLease() {
    published = HadoopMetrics.publish(engine.statistics());
    return new Lease(asking);
  }

  private static ExecutorService newThreads() {
    return new CallThreads(
        VendingEngine.MAXIMUM_CALLS, KEEP_ALIVE_SECONDS, new DaemonThreads("s3a-access-grants-"));
  }

  private void shutDown() {
    HadoopMetrics present = published;
    if (present != null) {
      present.close();
    }
    try {
      engine.close();
      client.close();
    } finally {
      // Tasks left in the queue fail, because the client is closed. So nobody waits forever.
      executor.shutdownNow().forEach(Runnable::run);
      engine.clear();
    }
  }
}
