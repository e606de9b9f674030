package io.github.s3agrants.stress;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.aws.SdkCredentials;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.request.AccessResolver;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
import io.github.s3agrants.vending.discovery.Discovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkRequest;

/**
 * The library's engine in the stress test, and the only class that uses it. Time stands still
 * during each request, so that outcomes have an exact time. Thread-safe.
 */
final class StressedEngine implements AutoCloseable {
  private static final AccessResolver RESOLVER = new AccessResolver();

  private static final Duration DENIED_TTL = Duration.ofMinutes(1);

  private static final Discovery DISCOVERY = new Discovery(Duration.ofMinutes(5), 100);

  /**
   * A file system.
   *
   * @param ttlMillis how long a denial may be cached
   * @param knownMillis how old the list of the caller's grants may be; 0: it knows none
   * @param told the callers that were told that something is missing
   */
  record Door(
      CredentialVendor vendor,
      ServiceSettings settings,
      boolean fallback,
      boolean probes,
      long ttlMillis,
      long knownMillis,
      Set<String> told) {}

  /**
   * The outcome of a request.
   *
   * @param decision null if it failed
   * @param sinceMillis when it was made
   * @param atMillis when it was decided
   */
  record Outcome(
      @Nullable Decision decision, @Nullable Throwable failure, long sinceMillis, long atMillis) {}

  final ManualClock clock = new ManualClock();
  final ServiceRecord record = new ServiceRecord(clock);
  final OddServices services;
  final List<Door> doors;

  private final ReadWriteLock gate = new ReentrantReadWriteLock();
  private final Optional<ExecutorService> calls;
  private final VendingEngine engine;

  /**
   * A new engine.
   *
   * @param threads the number of threads that call the services; 0: the caller's own thread does
   */
  StressedEngine(int threads, int cacheSize, ThreadLocal<Random> randoms) {
    calls = threads == 0 ? Optional.empty() : Optional.of(Executors.newFixedThreadPool(threads));
    services = new OddServices(record, randoms, clock);
    Executor executor = calls.<Executor>map(c -> c).orElse(Runnable::run);
    Executor dated = task -> executor.execute(() -> whileTimeStands(task));
    engine = new VendingEngine(services, services.failing(dated), clock, cacheSize, () -> 0.5);
    doors =
        List.of(
            door("plain", false, DENIED_TTL, true, settings -> {}),
            door("minimal", false, DENIED_TTL, true, s -> s.privilege(Privilege.MINIMAL)),
            door("forgetful", false, Duration.ZERO, true, settings -> {}),
            door("falls back", true, DENIED_TTL, true, settings -> {}),
            door("no STS", false, DENIED_TTL, true, s -> s.accountId(Optional.of(OddAws.ACCOUNT))),
            door("no Region", false, DENIED_TTL, false, s -> s.region(Optional.empty())),
            door("plain", false, DENIED_TTL, true, settings -> {}),
            door("knowing", false, DENIED_TTL, true, true, settings -> {}),
            door("knows and falls back", true, DENIED_TTL, true, true, settings -> {}));
  }

  private Door door(
      String user,
      boolean fallback,
      Duration deniedTtl,
      boolean probes,
      Consumer<ServiceSettings.Builder> more) {
    return door(user, fallback, deniedTtl, probes, false, more);
  }

  private Door door(
      String user,
      boolean fallback,
      Duration deniedTtl,
      boolean probes,
      boolean knows,
      Consumer<ServiceSettings.Builder> more) {
    ServiceSettings.Builder builder =
        ServiceSettings.builder()
            .user(user)
            .region(Optional.of("us-east-1"))
            .duration(Duration.ofMinutes(15));
    more.accept(builder);
    ServiceSettings settings = builder.build();
    return new Door(
        engine.vendor(
            settings,
            new VendingPolicy(
                fallback, deniedTtl, probes, knows ? DISCOVERY : Discovery.OFF, false)),
        settings,
        fallback,
        probes,
        deniedTtl.toMillis(),
        knows ? DISCOVERY.ttl().toMillis() : 0,
        ConcurrentHashMap.newKeySet());
  }

  /** Makes a request and waits for the decision. */
  Outcome ask(Door door, SdkRequest request, AwsCredentials base, boolean writes, boolean walks)
      throws Exception {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    whileTimeStands(
        () -> {
          long since = clock.millis();
          var unused =
              decide(door, request, base, new Context(writes, walks))
                  .whenComplete(
                      (decision, failure) ->
                          outcome.complete(new Outcome(decision, failure, since, clock.millis())));
        });
    try {
      return outcome.get(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("nobody decides on " + request, e);
    }
  }

  private static CompletableFuture<Decision> decide(
      Door door, SdkRequest request, AwsCredentials credentials, RequestContext context) {
    BaseIdentity base = BaseIdentity.of(SdkCredentials.of(credentials), null);
    CredentialVendor vendor = door.vendor();
    Access access;
    try {
      access = RESOLVER.resolve(request).orElse(null);
    } catch (UngrantableException e) {
      return vendor.ungrantable(e, base);
    }
    if (access == null) {
      return vendor.unsupported(AccessResolver.operationOf(request.getClass()), base);
    }
    Decision now = vendor.decideNow(access, base, context);
    return now != null
        ? CompletableFuture.completedFuture(now)
        : vendor.decide(access, base, context);
  }

  /** The access key of the vended credentials that sign; null for other credentials. */
  static @Nullable String signer(Decision decision) {
    var vended = decision.credentials();
    return vended == null ? null : vended.signing().accessKeyId();
  }

  /** Reports that S3 rejected the credentials of a decision. */
  void rejected(Decision decision) {
    whileTimeStands(() -> doors.get(0).vendor().rejected(decision));
  }

  void advance(Duration by) {
    gate.writeLock().lock();
    try {
      clock.advance(by);
    } finally {
      gate.writeLock().unlock();
    }
  }

  private void whileTimeStands(Runnable task) {
    gate.readLock().lock();
    try {
      task.run();
    } finally {
      gate.readLock().unlock();
    }
  }

  long kept() {
    return engine.statistics().getLiveCredentials();
  }

  /** The number of requests signed with base credentials, by reason. */
  Map<String, Long> fallbacks() {
    return engine.statistics().getFallbacks();
  }

  @Override
  public void close() {
    calls.ifPresent(StressedEngine::end);
    services.close();
  }

  private static void end(ExecutorService calls) {
    calls.shutdown();
    try {
      if (calls.awaitTermination(30, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("calls do not end");
  }

  private record Context(boolean isPartOfWrite, boolean walks) implements RequestContext {
    @Override
    public Optional<String> auditContext() {
      return Optional.empty();
    }

    @Override
    public boolean isInternalProbe(Probe probe) {
      return walks;
    }
  }
}
