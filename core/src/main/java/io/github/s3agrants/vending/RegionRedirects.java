package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
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
 * In which Region the buckets of one file system are. Where that is only where S3A begins to look,
 * the instance there may refuse what the one in the bucket's own Region would grant: an instance
 * has locations in its own Region alone. So S3 is asked where the bucket is, after a refusal, and
 * only if nothing has been vended for it yet. A store that is not that of AWS has no other Regions
 * that S3A could follow it to: there a plain refusal is believed. Thread-safe.
 */
final class RegionRedirects {
  /** What is hardly said of a bucket of the Region. */
  private static final Set<Kind> ODD = EnumSet.of(Kind.NO_INSTANCE, Kind.BAD_REQUEST);

  /** What is said of such a bucket every day, and of any other as well. */
  private static final Set<Kind> USUAL =
      EnumSet.of(Kind.DENIED, Kind.NOT_AUTHORIZED, Kind.CALLER_CREDENTIALS);

  private static final Logger LOG = LoggerFactory.getLogger(RegionRedirects.class);

  private final ServiceSettings settings;
  private final Regions regions;

  /** Buckets with a grant in the Region that was set. */
  private final Set<String> here = ConcurrentHashMap.newKeySet();

  /** The settings for buckets that are elsewhere; nearly always empty. */
  private volatile Map<String, ServiceSettings> elsewhere = Map.of();

  RegionRedirects(ServiceSettings settings, Regions regions) {
    this.settings = settings;
    this.regions = regions;
  }

  /** The settings under which services are asked for a bucket. */
  ServiceSettings of(String bucket) {
    Map<String, ServiceSettings> moved = elsewhere;
    return moved.isEmpty() ? settings : moved.getOrDefault(bucket, settings);
  }

  /** Something was vended for a bucket under these settings. */
  void vended(String bucket, ServiceSettings under) {
    if (under.followsBucket()) {
      here.add(bucket);
    }
  }

  /**
   * Whether there are other settings to ask under than those of a refusal. What cannot be found out
   * is no.
   *
   * @param under the settings under which the bucket was refused
   */
  CompletableFuture<Boolean> hasMoved(
      String bucket, ServiceSettings under, AccessGrantsException refusal) {
    if (!under.followsBucket() || here.contains(bucket) || !isDoubtful(refusal.kind())) {
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
    LOG.info(
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
