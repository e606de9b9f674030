package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.ServiceSettings;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps track of the Region that each bucket of one file system is in. Thread-safe.
 *
 * <p>The configured Region may only be where S3A begins to look. An instance has locations in its
 * own Region alone, so the instance there may refuse what the instance in the bucket's own Region
 * would grant. After a refusal, S3 is therefore asked for the bucket's Region, but only if nothing
 * has been vended for the bucket yet. A store other than AWS's has no other Regions to which S3A
 * could follow a bucket: there, a plain refusal is final.
 */
final class RegionRedirects {
  /** Failures that hardly ever concern a bucket in the instance's Region. */
  private static final Set<Kind> ODD = EnumSet.of(Kind.NO_INSTANCE, Kind.BAD_REQUEST);

  /** Failures that are common for such a bucket, and for any other. */
  private static final Set<Kind> USUAL =
      EnumSet.of(Kind.DENIED, Kind.NOT_AUTHORIZED, Kind.CALLER_CREDENTIALS);

  private static final Logger LOG = LoggerFactory.getLogger(RegionRedirects.class);

  private final ServiceSettings settings;
  private final Regions regions;
  private final boolean enabled;

  /** Buckets for which credentials were vended in the configured Region. */
  private final Set<String> here = ConcurrentHashMap.newKeySet();

  /** The settings for buckets in other Regions. Nearly always empty. */
  private volatile Map<String, ServiceSettings> elsewhere = Map.of();

  /**
   * The Regions of one file system.
   *
   * @param enabled whether to look for a bucket's Region after a refusal
   */
  RegionRedirects(ServiceSettings settings, Regions regions, boolean enabled) {
    this.settings = settings;
    this.regions = regions;
    this.enabled = enabled;
  }

  /** The settings under which the services are called for a bucket. */
  ServiceSettings of(String bucket) {
    Map<String, ServiceSettings> moved = elsewhere;
    return moved.isEmpty() ? settings : moved.getOrDefault(bucket, settings);
  }

  /** How the file system reaches the services, including S3. */
  NetworkSettings network() {
    return settings.network();
  }

  /** See {@link CredentialVendor#bucketRegion}. */
  CompletableFuture<String> bucketRegion(String bucket) {
    return regions.ofBucket(settings, bucket);
  }

  /** Records that credentials were vended for a bucket under these settings. */
  void vended(String bucket, ServiceSettings under) {
    if (under.followsBucket()) {
      here.add(bucket);
    }
  }

  /**
   * Whether to repeat a refused request under the settings of another Region. False if the bucket's
   * Region cannot be found out. Fails if S3 says that there is no such bucket.
   *
   * @param under the settings of the refused request
   */
  CompletableFuture<Boolean> hasMoved(
      String bucket, ServiceSettings under, AccessGrantsException refusal) {
    if (!enabled
        || !under.followsBucket()
        || here.contains(bucket)
        || !isDoubtful(refusal.kind())) {
      return CompletableFuture.completedFuture(false);
    }
    return regions
        .elsewhere(under, bucket)
        .thenApply(
            region -> {
              region.ifPresent(there -> move(bucket, there));
              return region.isPresent();
            });
  }

  private boolean isDoubtful(Kind refusal) {
    return ODD.contains(refusal)
        || (USUAL.contains(refusal) && settings.awsEndpoints().partition().isPresent());
  }

  private synchronized void move(String bucket, String region) {
    if (elsewhere.containsKey(bucket)) {
      return;
    }
    LOG.debug(
        "Bucket {} is in {}, and S3A's settings begin in {}: its grants are asked for in {}",
        bucket,
        region,
        settings.region().orElse(""),
        region);
    Map<String, ServiceSettings> moved = new HashMap<>(elsewhere);
    moved.put(bucket, settings.in(region));
    elsewhere = Map.copyOf(moved);
  }
}
