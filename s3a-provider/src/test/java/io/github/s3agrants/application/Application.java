package io.github.s3agrants.application;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.runtime.DaemonThreads;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.BucketOptions;
import io.github.s3agrants.settings.FileSystemIdentity;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.FakeAccessGrantsClient;
import io.github.s3agrants.vending.VendingEngine;
import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * A driver with its real engine and desk over fake services, and executors with real engines, all
 * in one process. The driver's clock is the test's, and each executor has a clock of its own.
 */
final class Application implements Closeable {
  final ManualClock clock = new ManualClock();
  final FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
  final AtomicInteger messages = new AtomicInteger();
  volatile Configuration driversConfiguration = configuration();
  final Set<String> opened = new TreeSet<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(new DaemonThreads("test-application-"));
  final VendingEngine engine = new VendingEngine(services, threads, clock, 1000, () -> 0);
  final ApplicationDesk desk;
  private final List<Closeable> open = new ArrayList<>();

  Application() throws Exception {
    desk =
        new ApplicationDesk(
            engine,
            () -> driversConfiguration,
            new ApplicationUsers(
                List.of(UserGroupInformation.getCurrentUser().getUserName()), () -> opened),
            clock);
  }

  /** S3A with the library, as the user alice of the fake services. */
  static Configuration configuration() {
    Configuration conf = new Configuration(false);
    conf.set(
        "fs.s3a.aws.credentials.provider", "io.github.s3agrants.AccessGrantsCredentialsProvider");
    conf.set("fs.s3a.audit.execution.interceptors", "io.github.s3agrants.AccessGrantsInterceptor");
    conf.set("fs.s3a.accessgrants.region", "us-east-1");
    conf.set("fs.s3a.access.key", "alice");
    conf.set("fs.s3a.secret.key", "very-secret-of-alice");
    return conf;
  }

  /** The same for file systems that do not know the caller's grants. */
  static Configuration withoutDiscovery() {
    Configuration conf = configuration();
    conf.set("fs.s3a.accessgrants.grants.discovery", "off");
    return conf;
  }

  byte[] ask(byte[] message) {
    messages.incrementAndGet();
    return desk.answer(message);
  }

  Executor executor() throws Exception {
    return executor(configuration(), this::ask, Duration.ofSeconds(30));
  }

  Executor executor(Configuration conf) throws Exception {
    return executor(conf, this::ask, Duration.ofSeconds(30));
  }

  Executor executor(Configuration conf, Transport transport, Duration patience) throws Exception {
    return new Executor(conf, transport, patience);
  }

  /** An executor with one file system. */
  final class Executor {
    final ManualClock clock = new ManualClock();
    final FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
    final VendingEngine engine;
    final ApplicationGrants grants;
    private final CredentialVendor vendor;
    private final io.github.s3agrants.vending.BaseIdentity caller;

    private Executor(Configuration conf, Transport transport, Duration patience) throws Exception {
      URI lake = URI.create("s3a://b");
      Configuration applied = BucketOptions.apply(conf, lake);
      AccessGrantsConfig config = AccessGrantsConfig.read(lake, applied);
      grants =
          ApplicationGrants.asking(
              transport, threads, clock, new DaemonThreads("test-executor-"), patience);
      open.add(grants);
      engine = VendingEngine.asking(grants, services, threads, clock, 100, () -> 0);
      vendor = engine.vendor(config.service(), config.policy());
      caller = FileSystemIdentity.callerWithoutCredentials(lake, applied, config).resolve();
    }

    CompletableFuture<Decision> get(String key) {
      return decide(TestAccess.get("b", key));
    }

    CompletableFuture<Decision> decide(Access access) {
      Decision now = vendor.decideNow(access, caller, new TestContext(false));
      return now != null
          ? CompletableFuture.completedFuture(now)
          : vendor.decide(access, caller, new TestContext(false));
    }

    SigningCredentials signer(String key) throws Exception {
      return java.util.Objects.requireNonNull(
              get(key).get(60, java.util.concurrent.TimeUnit.SECONDS).credentials())
          .signing();
    }

    FileSystemIdentity identity() {
      return caller.marked(FileSystemIdentity.class).orElseThrow();
    }

    boolean rejected(Decision decision) {
      return vendor.rejected(decision);
    }
  }

  @Override
  public void close() {
    for (Closeable each : open) {
      try {
        each.close();
      } catch (java.io.IOException e) {
        throw new AssertionError(e);
      }
    }
    desk.close();
    threads.shutdownNow();
  }
}
