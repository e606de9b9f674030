package io.github.s3agrants.vending;

import io.github.s3agrants.grants.DenialCache;
import io.github.s3agrants.grants.Grant;
import io.github.s3agrants.grants.GrantCache;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.Instance;
import io.github.s3agrants.grants.KeptGrant;
import io.github.s3agrants.grants.RefusedRead;
import io.github.s3agrants.grants.ServiceSettings;
import io.github.s3agrants.grants.Tenant;
import io.github.s3agrants.grants.TenantBucket;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.DoubleSupplier;

/** What all file systems of the JVM share: the caches, and the calls under way. Thread-safe. */
public final class VendingEngine {
  private final GrantsClient client;
  private final Executor executor;
  private final GrantCache grants;
  private final DenialCache denials;
  private final Tenants tenants;
  private final Instances instances;
  private final GrantBroker broker;
  private final GrantsBelow below;
  private final DirectoryProbes probes;
  private final Clock clock;
  private final Statistics statistics;

  /**
   * Asks nobody before the first request.
   *
   * @param executor runs the calls to the services, which block
   * @param clock by which everything here lives and ends: grants, renewals, refusals and memos.
   *     Steady, since a clock that is set back or ahead would lengthen or end them all; the
   *     client's too
   * @param cacheSize how many vended credentials are kept
   * @param jitter 0 to 1, for the moment of each renewal
   */
  public VendingEngine(
      GrantsClient client, Executor executor, Clock clock, int cacheSize, DoubleSupplier jitter) {
    this.client = client;
    this.executor = executor;
    this.clock = clock;
    Regions regions = new Regions(client, executor);
    this.grants = new GrantCache(cacheSize, clock, jitter);
    this.statistics = new Statistics(grants::size);
    this.denials = new DenialCache(clock);
    this.tenants = new Tenants(client, regions, executor);
    this.instances = new Instances(client, regions, executor);
    this.broker = new GrantBroker(client, instances, grants, denials, statistics, executor, clock);
    this.below = new GrantsBelow(client, instances, grants, executor, clock);
    this.probes = new DirectoryProbes(broker, below);
  }

  /**
   * Has what the first request under these settings will need made ready in the background; asks
   * nobody. What fails now will fail again when it is needed, and is told then.
   */
  public CompletableFuture<Void> prepare(ServiceSettings settings) {
    return CompletableFuture.runAsync(() -> client.prepare(settings), executor);
  }

  /** The vended credentials of all tenants. */
  public GrantCache grants() {
    return grants;
  }

  /** What has happened so far. */
  public Statistics statistics() {
    return statistics;
  }

  /**
   * Forgets vended credentials that S3 no longer takes, so that the next request gets fresh ones.
   */
  public void rejected(Decision decision) {
    KeptGrant kept = decision.kept();
    if (kept != null) {
      statistics.rejectedByS3();
      grants.drop(kept);
    }
  }

  /**
   * Whether an object that S3 refused to show is certain not to be there. Asks S3 and waits for the
   * answer: not for threads that others wait for.
   */
  public boolean isMissing(RefusedRead refused) {
    try {
      return client.isMissing(refused);
    } catch (GrantException e) {
      return false;
    }
  }

  /** Whether vended credentials have ended by now, by the clock that their life is reckoned by. */
  public boolean hasExpired(Grant grant) {
    return grant.hasExpired(clock.millis());
  }

  /** Now, in milliseconds by the engine's own clock. */
  long nowMillis() {
    return clock.millis();
  }

  Tenants tenants() {
    return tenants;
  }

  GrantBroker broker() {
    return broker;
  }

  GrantsBelow below() {
    return below;
  }

  DirectoryProbes probes() {
    return probes;
  }

  Optional<Instance> instance(Tenant tenant, String bucket) {
    return instances.known(new TenantBucket(tenant, bucket));
  }

  /** Forgets all credentials, refusals and callers. */
  public void clear() {
    grants.clear();
    denials.clear();
    below.clear();
    tenants.clear();
  }
}
