package io.github.s3agrants.vending;

import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.Instance;
import io.github.s3agrants.grants.ServiceSettings;
import io.github.s3agrants.grants.Tenant;
import io.github.s3agrants.grants.TenantBucket;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Which Access Grants instance rules over a bucket. S3 Control is asked once per tenant and bucket;
 * a failure is not remembered. Thread-safe.
 */
final class Instances {
  private final GrantsClient client;
  private final Regions regions;
  private final Calls calls;
  private final Memo<TenantBucket, Instance> instances = new Memo<>();

  Instances(GrantsClient client, Regions regions, Calls calls) {
    this.client = client;
    this.regions = regions;
    this.calls = calls;
  }

  CompletableFuture<Instance> locate(TenantBucket place, AwsCredentialsIdentity base) {
    return AskerFailure.of(
        instances.get(place, () -> AskerFailure.shared(ask(place, base), base)),
        base,
        () -> locate(place, base));
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
    String caller = accountOf(tenant);
    return region.thenCompose(
        r ->
            calls.make(
                Calls.Lane.REQUEST,
                Endpoint.s3Control(settings, r, caller),
                place.bucket(),
                () -> new Instance(account(settings, r, caller, place.bucket(), base), r)));
  }

  private String account(
      ServiceSettings settings,
      String region,
      String caller,
      String bucket,
      AwsCredentialsIdentity base) {
    try {
      return client.instanceAccount(settings, region, caller, bucket, base);
    } catch (GrantException e) {
      throw e.kind().isRefusalOfCaller() ? mayNotAsk(bucket, e) : e;
    }
  }

  /** Whoever may not ask has not been refused what he wanted: nobody has looked at that yet. */
  private static GrantException mayNotAsk(String bucket, GrantException refusal) {
    return new GrantException(
        GrantException.Kind.NOT_AUTHORIZED,
        "The caller may not ask which instance is that of bucket "
            + bucket
            + " (s3:GetAccessGrantsInstanceForPrefix; not needed where the account id is set). "
            + refusal.getMessage(),
        refusal.requestId().orElse(null),
        refusal);
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
