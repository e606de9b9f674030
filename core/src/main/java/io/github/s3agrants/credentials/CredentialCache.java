package io.github.s3agrants.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Caches all vended credentials of the JVM. Only the owner of credentials finds them, and never
 * after their time. Thread-safe; a look-up takes no lock.
 *
 * <p>Caffeine limits the number of credentials and drops them before they expire. The indexes
 * follow Caffeine and find the credentials that cover a path. To keep look-ups cheap, Caffeine is
 * told of the use of credentials at most once a second.
 */
public final class CredentialCache {
  private final Clock clock;
  private final DoubleSupplier jitter;
  private final Usage usage;
  private final Cache<CacheKey, CachedCredentials> cache;
  private final Map<OwnerBucket, CredentialIndex> indexes = new ConcurrentHashMap<>();

  /**
   * An empty cache.
   *
   * @param maximumSize maximum number of vended credentials; the least useful are evicted first
   * @param clock measures the life of the credentials
   * @param jitter a number from 0 to 1, which spreads the times of renewal
   * @param usage counts what the credentials are used for
   */
  public CredentialCache(int maximumSize, Clock clock, DoubleSupplier jitter, Usage usage) {
    this.clock = clock;
    this.usage = usage;
    this.jitter = jitter;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(maximumSize)
            .expireAfter(Expiry.writing(this::lifeLeft))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            // Maintenance is cheap: the writing thread does it, and no other thread is needed.
            .executor(Runnable::run)
            .removalListener(this::dropped)
            .build();
  }

  private Duration lifeLeft(CacheKey key, CachedCredentials cached) {
    return Duration.ofMillis(
        Math.max(0, cached.credentials().usableUntilMillis() - clock.millis()));
  }

  /** The credentials to use for {@code access}; null if none cover it now. */
  public @Nullable CachedCredentials find(CacheOwner owner, Access access) {
    return find(owner, access, clock.millis());
  }

  /**
   * The same as {@link #find(CacheOwner, Access)}, at a time that was just read from the clock.
   *
   * @param nowMillis in milliseconds, by the cache's clock
   */
  public @Nullable CachedCredentials find(CacheOwner owner, Access access, long nowMillis) {
    CredentialIndex index = indexes.get(new OwnerBucket(owner, access.path().bucket()));
    CachedCredentials cached =
        index == null ? null : index.find(access.path(), access.permission());
    if (cached == null) {
      return null;
    }
    boolean serves = cached.credentials().covers(access.path(), access.permission(), nowMillis);
    if (!serves || cached.claimUse(nowMillis)) {
      // Reports the use to Caffeine, and lets it drop what has ended.
      var unused = cache.getIfPresent(cached.key());
    }
    return serves ? cached : null;
  }

  /**
   * Whether the owner has live credentials whose scope lies below a path, with any permission.
   * Takes time in proportion to the owner's credentials in the bucket.
   */
  public boolean hasCredentialsBelow(CacheOwner owner, S3Path path) {
    CredentialIndex index = indexes.get(new OwnerBucket(owner, path.bucket()));
    long now = clock.millis();
    return index != null
        && index.below(path).anyMatch(cached -> now < cached.credentials().usableUntilMillis());
  }

  /**
   * The owner's live credentials in a bucket, in no order; empty if there are more than {@code
   * most}. Takes time in proportion to {@code most}.
   */
  public List<CachedCredentials> atMost(int most, CacheOwner owner, String bucket) {
    CredentialIndex index = indexes.get(new OwnerBucket(owner, bucket));
    if (index == null) {
      return List.of();
    }
    long now = clock.millis();
    List<CachedCredentials> all = index.all().limit(most + 1L).collect(Collectors.toList());
    if (all.size() > most) {
      return List.of();
    }
    all.removeIf(cached -> now >= cached.credentials().usableUntilMillis());
    return all;
  }

  /**
   * The owner's credentials in a bucket with an access key. Takes time in proportion to all that
   * the owner has there.
   */
  public Optional<CachedCredentials> withAccessKey(
      CacheOwner owner, String bucket, String accessKeyId) {
    CredentialIndex index = indexes.get(new OwnerBucket(owner, bucket));
    return index == null
        ? Optional.empty()
        : index.all().filter(cached -> cached.hasAccessKey(accessKeyId)).findFirst();
  }

  /**
   * Adds credentials. They replace those of the same owner, scope and permission.
   *
   * @param asked the access that they were requested for
   */
  public CachedCredentials put(CacheOwner owner, VendedCredentials vended, Access asked) {
    GrantUse use = usage.of(vended.scope(), vended.permission());
    use.vended();
    CachedCredentials cached =
        new CachedCredentials(owner, vended, asked, use, jitter.getAsDouble());
    indexes.compute(
        cached.key().ownerBucket(),
        (ownerBucket, index) -> {
          CredentialIndex present = index == null ? new CredentialIndex() : index;
          present.add(cached);
          return present;
        });
    cache.put(cached.key(), cached);
    cache.cleanUp();
    return cached;
  }

  /**
   * Adds credentials that came without being asked for, unless those in their place were vended
   * later or are the same.
   */
  public void putNewer(CacheOwner owner, VendedCredentials vended, Access asked) {
    CachedCredentials present =
        cache.getIfPresent(new CacheKey(owner, vended.permission(), vended.scope()));
    if (present == null
        || (vended.vended().isAfter(present.credentials().vended())
            && !present.hasAccessKey(vended.signing().accessKeyId()))) {
      var unused = put(owner, vended, asked);
    }
  }

  /** Drops exactly these credentials; their replacement stays. */
  public void drop(CachedCredentials cached) {
    cache.asMap().remove(cached.key(), cached);
  }

  /**
   * Drops the owner's credentials of the same scope, with any permission, that were vended before a
   * time.
   *
   * @param beforeMillis in milliseconds, by the cache's clock
   */
  public void dropOlder(CachedCredentials than, long beforeMillis) {
    for (Permission permission : Permission.values()) {
      CacheKey key = than.key().withPermission(permission);
      CachedCredentials cached = cache.getIfPresent(key);
      if (cached != null && cached.credentials().vended().toEpochMilli() < beforeMillis) {
        drop(cached);
      }
    }
  }

  /** Raises the maximum size. Never lowers it, since other file systems may rely on it. */
  public void growTo(int maximumSize) {
    cache
        .policy()
        .eviction()
        .filter(eviction -> eviction.getMaximum() < maximumSize)
        .ifPresent(eviction -> eviction.setMaximum(maximumSize));
  }

  /** The number of vended credentials in the cache. */
  public long size() {
    cache.cleanUp();
    return cache.estimatedSize();
  }

  /** Drops all credentials. */
  public void clear() {
    cache.invalidateAll();
  }

  private void dropped(
      @Nullable CacheKey key, @Nullable CachedCredentials cached, RemovalCause cause) {
    if (key == null || cached == null) {
      return;
    }
    indexes.computeIfPresent(
        key.ownerBucket(),
        (ownerBucket, index) -> {
          index.remove(cached);
          return index.isEmpty() ? null : index;
        });
  }
}
