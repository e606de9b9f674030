package io.github.s3agrants.vending;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.ServiceSettings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The Region whose services are asked: the one that was set, else the bucket's own, which S3 is
 * asked for once. Thread-safe.
 */
final class Regions {
  private static final int MAXIMUM_SIZE = 10_000;

  private final GrantsClient client;
  private final Executor executor;
  private final AsyncCache<List<Object>, String> regions;

  Regions(GrantsClient client, Executor executor) {
    this.client = client;
    this.executor = executor;
    this.regions =
        Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).buildAsync();
  }

  CompletableFuture<String> of(ServiceSettings settings, String bucket) {
    return settings
        .region()
        .map(CompletableFuture::completedFuture)
        .orElseGet(
            () ->
                regions.get(
                    List.of(settings, bucket),
                    (key, ignored) ->
                        CompletableFuture.supplyAsync(
                            () -> client.bucketRegion(settings, bucket), executor)));
  }
}
