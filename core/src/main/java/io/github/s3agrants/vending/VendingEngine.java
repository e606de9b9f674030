package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.DenialCache;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.Usage;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import io.github.s3agrants.vending.discovery.Discovery;
import io.github.s3agrants.vending.probe.DirectoryProbes;
import io.github.s3agrants.vending.probe.NotFoundAnswers;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Holds what all file systems of the JVM share, such as the caches and the calls under way, and
 * creates the {@link CredentialVendor} of each file system. Thread-safe.
 */
public final class VendingEngine {
  /** The maximum number of calls to the services at the same time. */
  public static final int MAXIMUM_CALLS = ServiceCalls.MAXIMUM;

  /** Copies are renewed after 55 to 85 percent of the life, where the usual is 65 at the latest. */
  private static final double SPREAD_OF_COPIES = 3;

  private static final double WITHIN_PROCESS = 0.1;

  private final GrantsClient grants;

  /** Whether vended credentials come from another process. */
  private final boolean asking;

  private final ServiceCalls calls;
  private final Clock clock;
  private final CredentialCache cache;
  private final DenialCache denials;
  private final Statistics statistics;
  private final Usage usage = new Usage();
  private final Regions regions;
  private final CacheOwners owners;
  private final CallerGrants callerGrants;
  private final CredentialBroker broker;
  private final DirectoryProbes probes;
  private final RejectedCredentials rejected;
  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private final FirstOnes warned = new FirstOnes();

  /**
   * An engine with empty caches that calls the services. Makes no call before the first request.
   *
   * @param executor runs the calls to the services, which block; it can use at most {@link
   *     #MAXIMUM_CALLS} threads
   * @param clock measures the life of everything here: credentials, renewals, refusals and cached
   *     answers. It must be steady, since a clock that is set back or ahead would lengthen or end
   *     them all. The client must use it too
   * @param cacheSize maximum number of vended credentials in the cache
   * @param jitter a number from 0 to 1, for the time of each renewal
   */
  public VendingEngine(
      AccessGrantsClient client,
      Executor executor,
      Clock clock,
      int cacheSize,
      DoubleSupplier jitter) {
    this(client, executor, clock, cacheSize, jitter, null);
  }

  private VendingEngine(
      AccessGrantsClient client,
      Executor executor,
      Clock clock,
      int cacheSize,
      DoubleSupplier jitter,
      @Nullable GrantsClient elsewhere) {
    this.asking = elsewhere != null;
    this.calls = new ServiceCalls(executor);
    this.clock = clock;
    this.cache = new CredentialCache(cacheSize, clock, jitter, usage);
    this.denials = new DenialCache(clock);
    this.statistics = new Statistics(cache::size);
    this.regions = new Regions(client, calls, clock);
    this.grants = elsewhere == null ? new ServiceGrants(client, regions, calls, clock) : elsewhere;
    this.owners = new CacheOwners(grants);
    this.callerGrants = new CallerGrants(grants, statistics, clock);
    this.broker = new CredentialBroker(grants, cache, denials, statistics, usage, clock);
    this.probes = new DirectoryProbes(cache, clock);
    this.rejected = new RejectedCredentials(client, grants, cache, statistics, clock);
  }

  /**
   * An engine that gets its vended credentials from another process. It calls S3 to explain a
   * refusal, and no other service.
   *
   * @param grants asks the other process
   * @param client asks S3 for missing keys
   * @param jitter a number from 0 to 1, for the times of renewals; the first is that of this
   *     process
   */
  public static VendingEngine asking(
      GrantsClient grants,
      AccessGrantsClient client,
      Executor executor,
      Clock clock,
      int cacheSize,
      DoubleSupplier jitter) {
    return new VendingEngine(client, executor, clock, cacheSize, ofCopies(jitter), grants);
  }

  /**
   * Times of renewals that differ from process to process, over three times the usual spread, since
   * very many processes may ask one. They differ little within a process: the answer to the first
   * question brings all credentials, before the others are due.
   */
  private static DoubleSupplier ofCopies(DoubleSupplier jitter) {
    double process = jitter.getAsDouble() * (SPREAD_OF_COPIES - WITHIN_PROCESS);
    return () -> process + jitter.getAsDouble() * WITHIN_PROCESS;
  }

  /** The vendor of one file system that nobody is told of. */
  public CredentialVendor vendor(ServiceSettings settings, VendingPolicy policy) {
    return vendor(settings, policy, CredentialVendor.LONGEST_WAIT);
  }

  /**
   * The vendor of one file system.
   *
   * @param listener is told once who calls the services, and which instance, as soon as the first
   *     decision shows it. No call is made for that
   */
  public CredentialVendor vendor(
      ServiceSettings settings, VendingPolicy policy, Consumer<ActiveFileSystem> listener) {
    return vendor(settings, policy, CredentialVendor.LONGEST_WAIT, listener);
  }

  CredentialVendor vendor(ServiceSettings settings, VendingPolicy policy, Duration longestWait) {
    return vendor(settings, policy, longestWait, active -> {});
  }

  private CredentialVendor vendor(
      ServiceSettings settings,
      VendingPolicy policy,
      Duration longestWait,
      Consumer<ActiveFileSystem> listener) {
    users.add(settings.user());
    RegionRedirects redirects =
        new RegionRedirects(settings, regions, grants.leavesRegionsToEngine());
    Announcement announcement = new Announcement(grants, asking, listener);
    CallerResolver callers = new CallerResolver(owners, redirects, announcement::seen);
    NotFoundAnswers notFoundAnswers = new NotFoundAnswers();
    FallbackPolicy fallback = new FallbackPolicy(policy.fallback(), statistics);
    return new CredentialVendor(
        redirects,
        new DecisionEvents(callers, announcement),
        new WarmPath(callers, broker, notFoundAnswers, policy, statistics, clock),
        new ColdPath(
            callers, callerGrants, broker, probes, notFoundAnswers, fallback, policy, statistics),
        fallback,
        rejected,
        calls,
        statistics,
        clock,
        longestWait,
        warned);
  }

  /**
   * The vendor that serves the file systems of other processes under these settings.
   *
   * @param deniedTtl how long a refusal is cached; zero: not at all
   * @param discovery whether and how long the caller's grants are known
   * @param base supplies the caller's own credentials as they are now; may block, since the
   *     executor runs it
   */
  public ApplicationVendor applicationVendor(
      ServiceSettings settings,
      Duration deniedTtl,
      Discovery discovery,
      Supplier<BaseIdentity> base) {
    RegionRedirects redirects =
        new RegionRedirects(settings, regions, grants.leavesRegionsToEngine());
    return new ApplicationVendor(
        new CallerResolver(owners, redirects, (owner, bucket) -> {}),
        callerGrants,
        broker,
        rejected,
        cache,
        calls,
        clock,
        deniedTtl,
        discovery,
        base);
  }

  /** Runs something that may block on the executor. It waits behind no call of a request. */
  public <T> CompletableFuture<T> inBackground(Supplier<T> work) {
    return calls.make(ServiceCalls.Lane.PROBE, Endpoint.none(), "", work);
  }

  /**
   * Prepares, in the background, what the first request under these settings needs. Makes no call
   * to the services. A failure may be ignored: it occurs again, and is reported, when a request
   * needs what failed.
   */
  public CompletableFuture<Void> prepare(ServiceSettings settings) {
    return inBackground(
        () -> {
          grants.prepare(settings);
          return null;
        });
  }

  /** The Hadoop users that have opened file systems so far. */
  public Set<String> users() {
    return Collections.unmodifiableSet(users);
  }

  /** Which grants are used, by whichever file system. */
  public Usage usage() {
    return usage;
  }

  /** The statistics so far. */
  public Statistics statistics() {
    return statistics;
  }

  /**
   * Raises the maximum number of vended credentials in the cache. Never lowers it, since other file
   * systems may rely on it.
   */
  public void growCacheTo(int cacheSize) {
    cache.growTo(cacheSize);
  }

  /** Fails all calls that have not begun, and all that are made from now on. */
  public void close() {
    calls.close();
  }

  /** Forgets all credentials, refusals and callers. */
  public void clear() {
    cache.clear();
    denials.clear();
    probes.clear();
    owners.clear();
    callerGrants.clear();
    rejected.clear();
    usage.clear();
  }
}
