package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.application.ApplicationGrants;
import io.github.s3agrants.application.Transport;
import io.github.s3agrants.application.UsageReport;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.BucketOptions;
import io.github.s3agrants.settings.FileSystemIdentity;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Executors for which a driver vends. They start within one second, and each needs all its grants
 * at once. Each has the library's own engine and queue of questions; they share threads.
 */
final class FleetExecutors {
  private static final Duration START = Duration.ofSeconds(1);

  /** As long as a simulation may take. */
  private static final Duration PATIENCE = Duration.ofDays(1);

  /** No renewal begins before this part of a life. */
  private static final double NOT_DUE = 0.54;

  private final int grants;
  private final ScheduledExecutorService threads;
  private final Clock clock;
  private final Transport transport;
  private final AccessGrantsClient services;
  private final Settings settings;
  private final List<Executor> executors = new ArrayList<>();
  private final AtomicInteger missing = new AtomicInteger();
  private final CompletableFuture<Instant> served = new CompletableFuture<>();

  /** What the executors' file systems have in common. */
  private record Settings(AccessGrantsConfig config, BaseIdentity base) {
    static Settings of(Configuration conf) {
      URI lake = URI.create("s3a://" + BenchmarkPrincipals.BUCKET);
      try {
        Configuration applied = BucketOptions.apply(conf, lake);
        AccessGrantsConfig config = AccessGrantsConfig.read(lake, applied);
        return new Settings(
            config, FileSystemIdentity.callerWithoutCredentials(lake, applied, config).resolve());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Executors that have not started.
   *
   * @param count how many
   * @param grants of each
   * @param threads of all; they also wait for the driver
   * @param services of which no executor may need any
   */
  FleetExecutors(
      int count,
      int grants,
      ScheduledExecutorService threads,
      Clock clock,
      Transport transport,
      AccessGrantsClient services,
      Configuration conf,
      long seed) {
    this.grants = grants;
    this.threads = threads;
    this.clock = clock;
    this.transport = transport;
    this.services = services;
    this.settings = Settings.of(conf);
    missing.set(count * grants);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < count; i++) {
      executors.add(new Executor(random.split()));
    }
  }

  /** The Hadoop user of file systems with this configuration. */
  static String user(Configuration conf) {
    return Settings.of(conf).config().service().user();
  }

  /**
   * Starts the executors.
   *
   * @return when the last one has all its grants; fails if a request does
   */
  CompletableFuture<Instant> start() {
    executors.forEach(
        executor -> in(executor.random.nextDouble() * START.toNanos(), executor::start));
    return served;
  }

  /**
   * Lets the executors use their grants from now on.
   *
   * @param interval the mean time between two uses of a grant by an executor
   */
  void use(Duration interval) {
    executors.forEach(executor -> executor.useAgain(interval));
  }

  /** Has each executor report what it has used, as it does when a task has ended. */
  void report() throws Exception {
    for (int i = 0; i < executors.size(); i++) {
      byte[] unused =
          transport.ask(
              UsageReport.of(Integer.toString(i), executors.get(i).engine.usage()).toMessage());
    }
  }

  private void in(double nanos, Runnable work) {
    var unused =
        threads.schedule(
            () -> {
              try {
                work.run();
              } catch (Throwable e) {
                served.completeExceptionally(e);
                throw e;
              }
            },
            (long) nanos,
            TimeUnit.NANOSECONDS);
  }

  private void served(@Nullable Decision decision, @Nullable Throwable failure) {
    if (failure != null) {
      served.completeExceptionally(failure);
      return;
    }
    VendedCredentials unused = got(decision);
    if (missing.decrementAndGet() == 0) {
      served.complete(clock.instant());
    }
  }

  private static VendedCredentials got(@Nullable Decision decision) {
    return requireNonNull(
        requireNonNull(decision, "a request waited").credentials(), "a request got none");
  }

  private final class Executor {
    private final SplittableRandom random;
    private final VendingEngine engine;
    private final CredentialVendor vendor;
    private final List<Access> requests = new ArrayList<>();

    Executor(SplittableRandom random) {
      this.random = random;
      engine =
          VendingEngine.asking(
              ApplicationGrants.asking(transport, Runnable::run, clock, threads, PATIENCE),
              services,
              Runnable::run,
              clock,
              grants,
              random::nextDouble);
      vendor =
          engine.vendor(
              settings.config().service(), new VendingPolicy(false, Duration.ofMinutes(1), true));
      for (int grant = 0; grant < grants; grant++) {
        requests.add(
            Access.of(
                "GetObject",
                Permission.READ,
                S3Path.object(BenchmarkPrincipals.BUCKET, WarmRequests.prefix(grant) + "part")));
      }
    }

    void start() {
      for (Access request : requests) {
        var unused =
            vendor
                .decide(request, settings.base(), NoContext.INSTANCE)
                .whenComplete(FleetExecutors.this::served);
      }
    }

    void useAgain(Duration interval) {
      in(2 * random.nextDouble() * interval.toNanos() + idle().toNanos(), () -> useAgain(interval));
    }

    /** Uses all grants. The time until one of them could be renewed. */
    private Duration idle() {
      Instant now = clock.instant();
      Duration idle = FleetServices.LIFE;
      for (Access request : requests) {
        VendedCredentials used =
            got(vendor.decideNow(request, settings.base(), NoContext.INSTANCE));
        Duration left =
            Duration.between(
                now, used.vended().plusMillis((long) (NOT_DUE * used.life().toMillis())));
        idle = left.compareTo(idle) < 0 ? left : idle;
      }
      return idle.isNegative() ? Duration.ZERO : idle;
    }
  }
}
