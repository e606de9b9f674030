package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.DenialCache;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import io.github.s3agrants.vending.probe.DirectoryProbes;
import io.github.s3agrants.vending.probe.NotFoundAnswers;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/**
 * What all file systems of the JVM share, the caches and the calls under way, wired together; makes
 * the {@link CredentialVendor} of each. Thread-safe.
 */
public final class VendingEngine {
  /** How many calls to the services are under way at most. */
  public static final int MAXIMUM_CALLS = ServiceCalls.MAXIMUM;

  private final AccessGrantsClient client;
  private final ServiceCalls calls;
  private final Clock clock;
  private final CredentialCache cache;
  private final DenialCache denials;
  private final Statistics statistics;
  private final Regions regions;
  private final CacheOwners owners;
  private final CredentialBroker broker;
  private final DirectoryProbes probes;
  private final RejectedCredentials rejected;

  /**
   * Asks nobody before the first request.
   *
   * @param executor runs the calls to the services, which block; {@link #MAXIMUM_CALLS} threads are
   *     as many as it can use
   * @param clock by which everything here lives and ends: credentials, renewals, refusals and
   *     remembered answers. Steady, since a clock that is set back or ahead would lengthen or end
   *     them all; the client's too
   * @param cacheSize how many vended credentials are kept
   * @param jitter 0 to 1, for the moment of each renewal
   */
  public VendingEngine(
      AccessGrantsClient client,
      Executor executor,
      Clock clock,
      int cacheSize,
      DoubleSupplier jitter) {
    this.client = client;
    this.calls = new ServiceCalls(executor);
    this.clock = clock;
    this.cache = new CredentialCache(cacheSize, clock, jitter);
    this.denials = new DenialCache(clock);
    this.statistics = new Statistics(cache::size);
    this.regions = new Regions(client, calls, clock);
    this.owners = new CacheOwners(client, regions, calls);
    this.broker =
        new CredentialBroker(
            client,
            new AccessGrantsInstances(client, regions, calls),
            cache,
            denials,
            statistics,
            calls,
            clock);
    this.probes = new DirectoryProbes(cache, clock);
    this.rejected = new RejectedCredentials(cache, statistics, clock);
  }

  /** The vendor of one file system. */
  public CredentialVendor vendor(ServiceSettings settings, VendingPolicy policy) {
    return vendor(settings, policy, CredentialVendor.LONGEST_WAIT);
  }

  CredentialVendor vendor(ServiceSettings settings, VendingPolicy policy, Duration longestWait) {
    CallerResolver callers = new CallerResolver(owners, new RegionRedirects(settings, regions));
    NotFoundAnswers notFoundAnswers = new NotFoundAnswers();
    FallbackPolicy fallback = new FallbackPolicy(policy.fallback(), statistics);
    return new CredentialVendor(
        settings,
        callers,
        broker,
        new ColdPath(callers, broker, probes, notFoundAnswers, fallback, policy),
        notFoundAnswers,
        fallback,
        rejected,
        regions,
        calls,
        statistics,
        clock,
        longestWait);
  }

  /**
   * Has what the first request under these settings will need made ready in the background; asks
   * nobody. What fails now will fail again when it is needed, and is told then.
   */
  public CompletableFuture<Void> prepare(ServiceSettings settings) {
    return calls.make(
        ServiceCalls.Lane.PROBE,
        Endpoint.none(),
        "",
        () -> {
          client.prepare(settings);
          return null;
        });
  }

  /** What has happened so far. */
  public Statistics statistics() {
    return statistics;
  }

  /** Lets more vended credentials be kept than before; never fewer, since others may rely on it. */
  public void growCacheTo(int cacheSize) {
    cache.growTo(cacheSize);
  }

  /** Fails what waits for a call that has not begun, and whatever is asked from now on. */
  public void close() {
    calls.close();
  }

  /** Forgets all credentials, refusals and callers. */
  public void clear() {
    cache.clear();
    denials.clear();
    probes.clear();
    owners.clear();
    rejected.clear();
  }
}
