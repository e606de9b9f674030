package io.github.s3agrants.vending;

import io.github.s3agrants.grants.Caller;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.ServiceSettings;
import io.github.s3agrants.grants.Tenant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Whose credentials these are: those of a principal that has long-term keys, or of one session. STS
 * is asked once per set of base credentials, however many wait for the answer; a failure is not
 * remembered. Thread-safe.
 */
final class Tenants {
  private final GrantsClient client;
  private final Calls calls;
  private final Regions regions;
  private final Memo<BaseIdentityKey, Tenant> tenants = new Memo<>();
  private final SessionSources sessions = new SessionSources();

  Tenants(GrantsClient client, Regions regions, Calls calls) {
    this.client = client;
    this.regions = regions;
    this.calls = calls;
  }

  /** The tenant, if that is known without asking. */
  Optional<Tenant> known(BaseIdentityKey key) {
    return tenants.known(key);
  }

  /**
   * The tenant, found out if need be.
   *
   * @param bucket the bucket at hand, whose Region is asked where no other is set
   */
  CompletableFuture<Tenant> resolve(
      BaseIdentityKey key, ServiceSettings settings, String bucket, BaseIdentity base) {
    return tenants.get(
        key,
        () ->
            settings.accountId().isPresent()
                ? CompletableFuture.completedFuture(
                    new Tenant(settings, Caller.unidentified(key.accessKeyId(), key.fingerprint())))
                : regions
                    .of(settings, bucket)
                    .thenCompose(
                        region ->
                            calls.make(
                                Calls.Lane.REQUEST,
                                Endpoint.sts(settings, region),
                                bucket,
                                () -> tenant(key, settings, region, base))));
  }

  private Tenant tenant(
      BaseIdentityKey key, ServiceSettings settings, String region, BaseIdentity base) {
    Tenant principal = new Tenant(settings, identify(settings, region, base));
    return key.isLongTerm() ? principal : sessions.tenant(principal, key, base.source());
  }

  private Caller identify(ServiceSettings settings, String region, BaseIdentity base) {
    try {
      return client.identify(settings, region, base.credentials());
    } catch (GrantException e) {
      throw e.kind() == GrantException.Kind.DENIED ? e.as(GrantException.Kind.NOT_AUTHORIZED) : e;
    }
  }

  void clear() {
    tenants.clear();
    sessions.clear();
  }
}
