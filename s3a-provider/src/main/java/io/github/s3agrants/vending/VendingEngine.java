package io.github.s3agrants.vending;

import io.github.s3agrants.grants.DenialCache;
import io.github.s3agrants.grants.GrantCache;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.Instance;
import io.github.s3agrants.grants.Tenant;
import io.github.s3agrants.grants.TenantBucket;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Executor;

/** What all file systems of the JVM share: the caches, and the calls under way. Thread-safe. */
public final class VendingEngine {
  private final GrantCache grants;
  private final DenialCache denials;
  private final Tenants tenants;
  private final Instances instances;
  private final GrantBroker broker;

  /**
   * Asks nobody before the first request.
   *
   * @param executor runs the calls to the services, which block
   * @param clock wall-clock time
   * @param cacheSize how many vended credentials are kept
   */
  public VendingEngine(GrantsClient client, Executor executor, Clock clock, int cacheSize) {
    Regions regions = new Regions(client, executor);
    this.grants = new GrantCache(cacheSize, clock);
    this.denials = new DenialCache(clock);
    this.tenants = new Tenants(client, regions, executor);
    this.instances = new Instances(client, regions, executor);
    this.broker = new GrantBroker(client, instances, grants, denials, executor, clock);
  }

  /** The vended credentials of all tenants. */
  public GrantCache grants() {
    return grants;
  }

  Tenants tenants() {
    return tenants;
  }

  GrantBroker broker() {
    return broker;
  }

  Optional<Instance> instance(Tenant tenant, String bucket) {
    return instances.known(new TenantBucket(tenant, bucket));
  }

  /** Forgets all credentials, refusals and callers. */
  public void clear() {
    grants.clear();
    denials.clear();
    tenants.clear();
  }
}
