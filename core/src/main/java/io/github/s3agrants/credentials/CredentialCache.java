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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All vended credentials of the JVM, each found by its own owner alone, none past its time.
 *
 * <p>Caffeine owns their lives: it bounds their number and drops them before they expire. The
 * indexes follow it and answer what covers a path; so that a look-up costs little, Caffeine hears
 * of the use of a grant once a second at most. Thread-safe; a look-up takes no lock.
 */
public final class CredentialCache {
  private final Clock clock;
  private final DoubleSupplier jitter;
  private final Cache<CacheKey, CachedCredentials> cache;
  private final Map<OwnerBucket, CredentialIndex> indexes = new ConcurrentHashMap<>();

  /**
   * An empty cache.
   *
   * @param maximumSize how many vended credentials are kept; the least useful go first
   * @param clock by which the grants' lives are reckoned
   * @param jitter 0 to 1, for the moment of renewal
   */
  public CredentialCache(int maximumSize, Clock clock, DoubleSupplier jitter) {
    this.clock = clock;
    this.jitter = jitter;
    this.cache =
        Caffeine.newBuilder()
            .maximumSize(maximumSize)
            .expireAfter(Expiry.writing(this::lifeLeft))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            // Upkeep is cheap and done by whoever writes; no thread is kept for it.
            .executor(Runnable::run)
            .removalListener(this::dropped)
            .build();
  }

  private Duration lifeLeft(CacheKey key, CachedCredentials cached) {
    return Duration.ofMillis(
        Math.max(0, cached.credentials().usableUntilMillis() - clock.millis()));
  }

  /** The credentials to use for {@code access}; null if there are none that cover it now. */
  public @Nullable CachedCredentials find(CacheOwner owner, Access access) {
    return find(owner, access, clock.millis());
  }

  /** The same, for who has read the clock just now. */
  public @Nullable CachedCredentials find(CacheOwner owner, Access access, long nowMillis) {
    CredentialIndex index = indexes.get(new OwnerBucket(owner, access.path().bucket()));
    CachedCredentials cached =
        index == null ? null : index.find(access.path(), access.permission());
    if (cached == null) {
      return null;
    }
    boolean serves = cached.credentials().covers(access.path(), access.permission(), nowMillis);
    if (!serves || cached.claimUse(nowMillis)) {
      // Caffeine learns what is in use, and drops what has ended.
      var unused = cache.getIfPresent(cached.key());
    }
    return serves ? cached : null;
  }

  /**
   * Whether a live grant of the owner lies below a path, whatever it permits. Takes time in
   * proportion to the grants in the bucket.
   */
  public boolean hasCredentialsBelow(CacheOwner owner, S3Path path) {
    CredentialIndex index = indexes.get(new OwnerBucket(owner, path.bucket()));
    long now = clock.millis();
    return index != null
        && index.below(path).anyMatch(cached -> now < cached.credentials().usableUntilMillis());
  }

  /**
   * Keeps credentials, in the place of those with the same scope and permission.
   *
   * @param asked what they were asked for with
   */
  public CachedCredentials put(CacheOwner owner, VendedCredentials vended, Access asked) {
    CachedCredentials cached = new CachedCredentials(owner, vended, asked, jitter.getAsDouble());
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

  /** Forgets these very credentials; those that have taken their place stay. */
  public void drop(CachedCredentials cached) {
    cache.asMap().remove(cached.key(), cached);
  }

  /** Forgets what was vended for the same scope, whatever it permits, before a time in millis. */
  public void dropOlder(CachedCredentials than, long beforeMillis) {
    for (Permission permission : Permission.values()) {
      CacheKey key = than.key().withPermission(permission);
      CachedCredentials cached = cache.getIfPresent(key);
      if (cached != null && cached.credentials().vended().toEpochMilli() < beforeMillis) {
        drop(cached);
      }
    }
  }

  /** Lets more be kept than before; never fewer, since others may rely on it. */
  public void growTo(int maximumSize) {
    cache
        .policy()
        .eviction()
        .filter(eviction -> eviction.getMaximum() < maximumSize)
        .ifPresent(eviction -> eviction.setMaximum(maximumSize));
  }

  /** How many vended credentials are kept. */
  public long size() {
    cache.cleanUp();
    return cache.estimatedSize();
  }

  /** Forgets everything. */
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
