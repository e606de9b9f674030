package io.github.s3agrants.vending;

import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.ServiceSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The Region whose services are asked: the one that was set, else the bucket's own, which S3 is
 * asked for once. Thread-safe.
 */
final class Regions {
  private final GrantsClient client;
  private final Calls calls;
  private final Memo<List<Object>, String> regions = new Memo<>();

  Regions(GrantsClient client, Calls calls) {
    this.client = client;
    this.calls = calls;
  }

  CompletableFuture<String> of(ServiceSettings settings, String bucket) {
    return settings
        .region()
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> ofBucket(settings, bucket));
  }

  /** The bucket's own, whatever was set. */
  CompletableFuture<String> ofBucket(ServiceSettings settings, String bucket) {
    return regions.get(
        List.of(settings, bucket),
        () ->
            calls.make(
                Calls.Lane.REQUEST,
                Endpoint.s3(settings),
                bucket,
                () -> client.bucketRegion(settings, bucket)));
  }
}
