package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import io.github.s3agrants.vending.concurrent.SingleFlightCache;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the Region whose services are called: the configured one, else the bucket's own. S3 is
 * asked once for the Region of a bucket. Thread-safe.
 */
final class Regions {
  private static final Duration UNKNOWN_FOR = Duration.ofMinutes(1);

  private final AccessGrantsClient client;
  private final ServiceCalls calls;
  private final SingleFlightCache<List<Object>, String> regions = new SingleFlightCache<>();
  private final SingleFlightCache<List<Object>, Optional<String>> others;

  Regions(AccessGrantsClient client, ServiceCalls calls, Clock clock) {
    this.client = client;
    this.calls = calls;
    this.others = new SingleFlightCache<>(clock);
  }

  CompletableFuture<String> of(ServiceSettings settings, String bucket) {
    return settings
        .region()
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> ofBucket(settings, bucket));
  }

  /**
   * The bucket's own Region, if it is not the configured one. Also empty if S3 does not tell; S3 is
   * then asked at most once a minute. Fails if there is no such bucket.
   */
  CompletableFuture<Optional<String>> elsewhere(ServiceSettings settings, String bucket) {
    return others.get(
        List.of(settings, bucket),
        UNKNOWN_FOR,
        () ->
            Futures.recover(
                ofBucket(settings, bucket)
                    .thenApply(
                        region ->
                            Optional.of(region)
                                .filter(own -> !settings.region().equals(Optional.of(own)))),
                failure ->
                    Futures.asAccessGrantsException(failure).kind() == Kind.NO_BUCKET
                        ? CompletableFuture.failedFuture(failure)
                        : CompletableFuture.completedFuture(Optional.empty())));
  }

  /** The bucket's own Region, whatever is configured. */
  CompletableFuture<String> ofBucket(ServiceSettings settings, String bucket) {
    return regions.get(
        List.of(settings, bucket),
        () ->
            calls.make(
                ServiceCalls.Lane.REQUEST,
                Endpoint.s3(settings),
                bucket,
                () -> client.bucketRegion(settings, bucket)));
  }
}
