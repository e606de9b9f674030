package io.github.s3agrants.vending;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.grants.Caller;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.ServiceSettings;
import io.github.s3agrants.grants.Tenant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Whose credentials these are. STS is asked once per set of base credentials, however many wait for
 * the answer; a failure is not remembered. Thread-safe.
 */
final class Tenants {
  /** Sets of base credentials, rotated ones included. */
  private static final int MAXIMUM_SIZE = 10_000;

  private final GrantsClient client;
  private final Executor executor;
  private final Regions regions;
  private final AsyncCache<BaseIdentityKey, Tenant> tenants;

  Tenants(GrantsClient client, Regions regions, Executor executor) {
    this.client = client;
    this.regions = regions;
    this.executor = executor;
    this.tenants =
        Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).buildAsync();
  }

  /** The tenant, if that is known without asking. */
  Optional<Tenant> known(BaseIdentityKey key) {
    return Optional.ofNullable(tenants.synchronous().getIfPresent(key));
  }

  /**
   * The tenant, found out if need be.
   *
   * @param bucket the bucket at hand, whose Region is asked where no other is set
   */
  CompletableFuture<Tenant> resolve(
      BaseIdentityKey key, ServiceSettings settings, String bucket, AwsCredentialsIdentity base) {
    return tenants.get(
        key,
        (k, ignored) ->
            settings.accountId().isPresent()
                ? CompletableFuture.completedFuture(
                    new Tenant(settings, Caller.unidentified(key.accessKeyId(), key.fingerprint())))
                : regions
                    .of(settings, bucket)
                    .thenApplyAsync(
                        region -> new Tenant(settings, client.identify(settings, region, base)),
                        executor));
  }

  void clear() {
    tenants.synchronous().invalidateAll();
  }
}
