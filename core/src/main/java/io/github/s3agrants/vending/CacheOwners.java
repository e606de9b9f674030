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
 * Whose credentials these are: those of a principal that has long-term keys, or of one session. STS
 * is asked once per set of base credentials, however many wait for the answer; a failure is not
 * remembered. Thread-safe.
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

  /** The owner, if that is known without asking. */
  Optional<CacheOwner> known(BaseIdentityKey key) {
    return owners.known(key);
  }

  /**
   * The owner, found out if need be.
   *
   * @param bucket the bucket at hand, whose Region is asked where no other is set
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
