package io.github.s3agrants.vending;

import io.github.s3agrants.grants.DenialCache;
import io.github.s3agrants.grants.GrantCache;
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
  /** How many calls to the services are under way at most. */
  public static final int MAXIMUM_CALLS = Calls.MAXIMUM;

  private final GrantsClient client;
  private final Calls calls;
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
   * @param executor runs the calls to the services, which block; {@link #MAXIMUM_CALLS} threads are
   *     as many as it can use
   * @param clock wall-clock time
   * @param cacheSize how many vended credentials are kept
   * @param jitter 0 to 1, for the moment of each renewal
   */
  public VendingEngine(
      GrantsClient client, Executor executor, Clock clock, int cacheSize, DoubleSupplier jitter) {
    this.client = client;
    this.calls = new Calls(executor);
    this.clock = clock;
    Regions regions = new Regions(client, calls);
    this.grants = new GrantCache(cacheSize, clock, jitter);
    this.statistics = new Statistics(grants::size);
    this.denials = new DenialCache(clock);
    this.tenants = new Tenants(client, regions, calls);
    this.instances = new Instances(client, regions, calls);
    this.broker = new GrantBroker(client, instances, grants, denials, statistics, calls, clock);
    this.below = new GrantsBelow(client, instances, grants, calls, clock);
    this.probes = new DirectoryProbes(broker, below);
  }

  /**
   * Has what the first request under these settings will need made ready in the background; asks
   * nobody. What fails now will fail again when it is needed, and is told then.
   */
  public CompletableFuture<Void> prepare(ServiceSettings settings) {
    return calls.make(
        Calls.Lane.PROBE,
        Endpoint.none(),
        "",
        () -> {
          client.prepare(settings);
          return null;
        });
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
    } catch (RuntimeException | Error e) {
      // The caller has been refused already; whatever went wrong here is not worth more.
      return false;
    }
  }

  /** Wall-clock time, in milliseconds since the epoch. */
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

  /** Fails what waits for a call that has not begun, and whatever is asked from now on. */
  public void close() {
    calls.close();
  }

  /** Forgets all credentials, refusals and callers. */
  public void clear() {
    grants.clear();
    denials.clear();
    below.clear();
    tenants.clear();
  }
}
