package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.DenialCache;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.Rejections;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.VendedCredentials;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/** What all file systems of the JVM share: the caches, and the calls under way. Thread-safe. */
public final class VendingEngine {
  /** How many calls to the services are under way at most. */
  public static final int MAXIMUM_CALLS = ServiceCalls.MAXIMUM;

  private final AccessGrantsClient client;
  private final ServiceCalls calls;
  private final CredentialCache cache;
  private final DenialCache denials;
  private final CacheOwners owners;
  private final AccessGrantsInstances instances;
  private final CredentialBroker broker;
  private final DescendantGrants below;
  private final DirectoryProbes probes;
  private final Regions regions;
  private final Rejections rejections = new Rejections();
  private final Clock clock;
  private final Statistics statistics;

  /**
   * Asks nobody before the first request.
   *
   * @param executor runs the calls to the services, which block; {@link #MAXIMUM_CALLS} threads are
   *     as many as it can use
   * @param clock by which everything here lives and ends: grants, renewals, refusals and memos.
   *     Steady, since a clock that is set back or ahead would lengthen or end them all; the
   *     client's too
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
    this.regions = new Regions(client, calls, clock);
    this.cache = new CredentialCache(cacheSize, clock, jitter);
    this.statistics = new Statistics(cache::size);
    this.denials = new DenialCache(clock);
    this.owners = new CacheOwners(client, regions, calls);
    this.instances = new AccessGrantsInstances(client, regions, calls);
    this.broker = new CredentialBroker(client, instances, cache, denials, statistics, calls, clock);
    this.below = new DescendantGrants(client, instances, cache, calls, clock);
    this.probes = new DirectoryProbes(broker, below);
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

  /** The vended credentials of all owners. */
  public CredentialCache cache() {
    return cache;
  }

  /** What has happened so far. */
  public Statistics statistics() {
    return statistics;
  }

  /**
   * Forgets vended credentials that S3 no longer takes, and what was vended for their scope before.
   *
   * @return whether others may help; false for what came a moment ago in the place of such
   */
  public boolean rejected(Decision decision) {
    CachedCredentials kept = decision.kept();
    OptionalLong before =
        kept == null ? OptionalLong.empty() : rejections.add(kept, clock.millis());
    if (kept == null || before.isEmpty()) {
      return false;
    }
    statistics.rejectedByS3();
    cache.dropOlder(kept, before.getAsLong());
    return true;
  }

  /**
   * Whether it is time to find out if S3 still takes the credentials of a decision, after an answer
   * that does not tell.
   */
  public boolean claimCheck(Decision decision) {
    CachedCredentials kept = decision.kept();
    return kept != null && rejections.claimCheck(kept, clock.millis());
  }

  /** Whether it is time to ask anew for what S3 has refused; if so the caller has to. */
  boolean claimFreshGrant(CachedCredentials kept) {
    long now = clock.millis();
    return rejections.claimFresh(kept, now) && kept.claimEarlyRenewal();
  }

  /** What a closer look at a refused read came to. */
  public enum Finding {
    /** The object is certain not to be there. */
    MISSING,
    /** S3 does not take the credentials at all. */
    CREDENTIALS_REJECTED,
    /** Neither, or it could not be found out. */
    NOTHING
  }

  /**
   * Looks closer at a read that S3 refused without saying why. Asks S3 and waits for the answer:
   * not for threads that others wait for.
   */
  public Finding look(RefusedRead refused) {
    try {
      return client.isMissing(refused) ? Finding.MISSING : Finding.NOTHING;
    } catch (AccessGrantsException e) {
      return e.kind() == AccessGrantsException.Kind.CALLER_CREDENTIALS
          ? Finding.CREDENTIALS_REJECTED
          : Finding.NOTHING;
    } catch (RuntimeException | Error e) {
      // The caller has been refused already; whatever went wrong here is not worth more.
      return Finding.NOTHING;
    }
  }

  /** Whether vended credentials have ended by now, by the clock that their life is reckoned by. */
  public boolean hasExpired(VendedCredentials vended) {
    return vended.hasExpired(clock.millis());
  }

  /** The Region that a bucket is in, wherever it is looked for; asked for once. */
  public CompletableFuture<String> bucketRegion(ServiceSettings settings, String bucket) {
    return regions.ofBucket(settings, bucket);
  }

  /** Runs what may block where nobody's request waits for it. */
  <T> CompletableFuture<T> inBackground(Supplier<T> task) {
    return calls.make(ServiceCalls.Lane.REQUEST, Endpoint.none(), "", task);
  }

  /** Now, in milliseconds by the engine's own clock. */
  long nowMillis() {
    return clock.millis();
  }

  Regions regions() {
    return regions;
  }

  CacheOwners owners() {
    return owners;
  }

  CredentialBroker broker() {
    return broker;
  }

  DescendantGrants below() {
    return below;
  }

  DirectoryProbes probes() {
    return probes;
  }

  /** Fails what waits for a call that has not begun, and whatever is asked from now on. */
  public void close() {
    calls.close();
  }

  /** Forgets all credentials, refusals and callers. */
  public void clear() {
    cache.clear();
    denials.clear();
    below.clear();
    owners.clear();
    rejections.clear();
  }
}
