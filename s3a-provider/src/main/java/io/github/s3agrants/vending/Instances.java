package io.github.s3agrants.vending;

import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.Instance;
import io.github.s3agrants.grants.ServiceSettings;
import io.github.s3agrants.grants.Tenant;
import io.github.s3agrants.grants.TenantBucket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Which Access Grants instance rules over a bucket. S3 Control is asked once per tenant and bucket;
 * a failure is not remembered. Thread-safe.
 */
final class Instances {
  private final GrantsClient client;
  private final Regions regions;
  private final Executor executor;
  private final Memo<TenantBucket, Instance> instances = new Memo<>();

  Instances(GrantsClient client, Regions regions, Executor executor) {
    this.client = client;
    this.regions = regions;
    this.executor = executor;
  }

  /** The instance, if it is known without asking. */
  Optional<Instance> known(TenantBucket place) {
    return instances.known(place);
  }

  CompletableFuture<Instance> locate(TenantBucket place, AwsCredentialsIdentity base) {
    return instances.get(place, () -> ask(place, base));
  }

  /** Forgets an instance that turned out not to be there, so that the next request looks again. */
  void forget(TenantBucket place) {
    instances.forget(place);
  }

  private CompletableFuture<Instance> ask(TenantBucket place, AwsCredentialsIdentity base) {
    Tenant tenant = place.tenant();
    ServiceSettings settings = tenant.settings();
    CompletableFuture<String> region = regions.of(settings, place.bucket());
    if (settings.accountId().isPresent()) {
      return region.thenApply(r -> new Instance(settings.accountId().get(), r));
    }
    return region.thenApplyAsync(
        r -> new Instance(account(settings, r, tenant, place.bucket(), base), r), executor);
  }

  /** To be refused an answer here is no word about any grant, and must not be taken for one. */
  private String account(
      ServiceSettings settings,
      String region,
      Tenant tenant,
      String bucket,
      AwsCredentialsIdentity base) {
    try {
      return client.instanceAccount(settings, region, accountOf(tenant), bucket, base);
    } catch (GrantException e) {
      if (e.kind() != GrantException.Kind.DENIED) {
        throw e;
      }
      throw new GrantException(
          GrantException.Kind.NO_INSTANCE,
          "GetAccessGrantsInstanceForPrefix was refused. " + e.getMessage(),
          e.requestId().orElse(null),
          e);
    }
  }

  private static String accountOf(Tenant tenant) {
    return tenant
        .caller()
        .account()
        .orElseThrow(
            () ->
                new GrantException(
                    GrantException.Kind.BAD_RESPONSE, "The caller's account is not known."));
  }
}
