package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import io.github.s3agrants.vending.concurrent.SignerFailure;
import io.github.s3agrants.vending.concurrent.SingleFlightCache;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the Access Grants instance that manages access to a bucket. S3 Control is called once per
 * owner and bucket. A failure is not cached. Thread-safe.
 */
final class AccessGrantsInstances {
  private final AccessGrantsClient client;
  private final Regions regions;
  private final ServiceCalls calls;
  private final SingleFlightCache<OwnerBucket, AccessGrantsInstance> instances =
      new SingleFlightCache<>();

  AccessGrantsInstances(AccessGrantsClient client, Regions regions, ServiceCalls calls) {
    this.client = client;
    this.regions = regions;
    this.calls = calls;
  }

  CompletableFuture<AccessGrantsInstance> locate(OwnerBucket ownerBucket, SigningCredentials base) {
    return SignerFailure.of(
        instances.get(ownerBucket, () -> SignerFailure.shared(ask(ownerBucket, base), base)),
        base,
        () -> locate(ownerBucket, base));
  }

  /** The instance, if it is known without a call. */
  Optional<AccessGrantsInstance> known(OwnerBucket ownerBucket) {
    return instances.known(ownerBucket);
  }

  /** Forgets an instance that does not exist, so that the next request looks it up again. */
  void forget(OwnerBucket ownerBucket) {
    instances.forget(ownerBucket);
  }

  private CompletableFuture<AccessGrantsInstance> ask(
      OwnerBucket ownerBucket, SigningCredentials base) {
    CacheOwner owner = ownerBucket.owner();
    ServiceSettings settings = owner.settings();
    CompletableFuture<String> region = regions.of(settings, ownerBucket.bucket());
    if (settings.accountId().isPresent()) {
      return region.thenApply(r -> new AccessGrantsInstance(settings.accountId().get(), r));
    }
    String caller = accountOf(owner);
    return region.thenCompose(
        r ->
            calls.make(
                ServiceCalls.Lane.REQUEST,
                Endpoint.s3Control(settings, r, caller),
                ownerBucket.bucket(),
                () ->
                    new AccessGrantsInstance(
                        account(settings, r, caller, ownerBucket.bucket(), base), r)));
  }

  private String account(
      ServiceSettings settings,
      String region,
      String caller,
      String bucket,
      SigningCredentials base) {
    try {
      return client.instanceAccount(settings, region, caller, bucket, base);
    } catch (AccessGrantsException e) {
      throw e.kind().isRefusalOfCaller() ? mayNotAsk(bucket, e) : e;
    }
  }

  /** A refusal of this call is not a refusal of the access, which no service has examined yet. */
  private static AccessGrantsException mayNotAsk(String bucket, AccessGrantsException refusal) {
    return new AccessGrantsException(
        AccessGrantsException.Kind.NOT_AUTHORIZED,
        "The caller may not ask which instance is that of bucket "
            + bucket
            + " (s3:GetAccessGrantsInstanceForPrefix; not needed where the account id is set). "
            + refusal.getMessage(),
        refusal.requestId().orElse(null),
        refusal);
  }

  private static String accountOf(CacheOwner owner) {
    return owner
        .caller()
        .account()
        .orElseThrow(
            () ->
                new AccessGrantsException(
                    AccessGrantsException.Kind.BAD_RESPONSE, "The caller's account is not known."));
  }
}
