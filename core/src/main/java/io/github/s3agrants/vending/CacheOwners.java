package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import io.github.s3agrants.vending.concurrent.SingleFlightCache;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the owner of cache entries for base credentials: a principal with long-term keys, or one
 * session. STS is called once per set of base credentials, however many requests wait for the
 * answer. A failure is not cached. Thread-safe.
 */
final class CacheOwners {
  private final AccessGrantsClient client;
  private final ServiceCalls calls;
  private final Regions regions;
  private final SingleFlightCache<BaseIdentityKey, CacheOwner> owners = new SingleFlightCache<>();
  private final SessionSources sessions = new SessionSources();

  CacheOwners(AccessGrantsClient client, Regions regions, ServiceCalls calls) {
    this.client = client;
    this.regions = regions;
    this.calls = calls;
  }

  /** The owner, if it is known without a call. */
  Optional<CacheOwner> known(BaseIdentityKey key) {
    return owners.known(key);
  }

  /**
   * The owner. Calls the services if it is not known.
   *
   * @param bucket the requested bucket; if no Region is set, STS is called in this bucket's Region
   */
  CompletableFuture<CacheOwner> resolve(BaseIdentityKey key, String bucket, BaseIdentity base) {
    ServiceSettings settings = key.settings();
    return owners.get(
        key,
        () ->
            settings.accountId().isPresent()
                ? CompletableFuture.completedFuture(
                    new CacheOwner(
                        settings, Caller.unidentified(key.accessKeyId(), key.fingerprint())))
                : regions
                    .of(settings, bucket)
                    .thenCompose(
                        region ->
                            calls.make(
                                ServiceCalls.Lane.REQUEST,
                                Endpoint.sts(settings, region),
                                bucket,
                                () -> owner(key, settings, region, base))));
  }

  private CacheOwner owner(
      BaseIdentityKey key, ServiceSettings settings, String region, BaseIdentity base) {
    CacheOwner principal = new CacheOwner(settings, identify(settings, region, base));
    return key.isLongTerm() ? principal : sessions.owner(principal, key, base.source());
  }

  private Caller identify(ServiceSettings settings, String region, BaseIdentity base) {
    try {
      return client.identify(settings, region, base.credentials());
    } catch (AccessGrantsException e) {
      throw e.kind() == AccessGrantsException.Kind.DENIED
          ? e.as(AccessGrantsException.Kind.NOT_AUTHORIZED)
          : e;
    }
  }

  void clear() {
    owners.clear();
    sessions.clear();
  }
}
