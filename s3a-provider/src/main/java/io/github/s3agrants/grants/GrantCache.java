package io.github.s3agrants.grants;

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
 * All vended credentials of the JVM, each found by its own tenant alone, none past its time.
 *
 * <p>Caffeine owns their lives: it bounds their number and drops them before they expire. The
 * indexes follow it and answer what covers a path; so that a look-up costs little, Caffeine hears
 * of the use of a grant once a second at most. Thread-safe; a look-up takes no lock.
 */
public final class GrantCache {
  private final Clock clock;
  private final DoubleSupplier jitter;
  private final Cache<TenantTarget, KeptGrant> grants;
  private final Map<TenantBucket, GrantIndex> indexes = new ConcurrentHashMap<>();

  /**
   * An empty cache.
   *
   * @param maximumSize how many vended credentials are kept; the least useful go first
   * @param clock by which the grants' lives are reckoned
   * @param jitter 0 to 1, for the moment of renewal
   */
  public GrantCache(int maximumSize, Clock clock, DoubleSupplier jitter) {
    this.clock = clock;
    this.jitter = jitter;
    this.grants =
        Caffeine.newBuilder()
            .maximumSize(maximumSize)
            .expireAfter(Expiry.writing(this::lifeLeft))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            // Upkeep is cheap and done by whoever writes; no thread is kept for it.
            .executor(Runnable::run)
            .removalListener(this::dropped)
            .build();
  }

  private Duration lifeLeft(TenantTarget key, KeptGrant kept) {
    return Duration.ofMillis(Math.max(0, kept.grant().usableUntilMillis() - clock.millis()));
  }

  /** The credentials to use for {@code access}; null if there are none that cover it now. */
  public @Nullable KeptGrant find(Tenant tenant, Access access) {
    return find(tenant, access, clock.millis());
  }

  /** The same, for who has read the clock just now. */
  public @Nullable KeptGrant find(Tenant tenant, Access access, long nowMillis) {
    GrantIndex index = indexes.get(new TenantBucket(tenant, access.path().bucket()));
    KeptGrant kept = index == null ? null : index.find(access.path(), access.permission());
    if (kept == null) {
      return null;
    }
    boolean serves = kept.grant().covers(access.path(), access.permission(), nowMillis);
    if (!serves || kept.claimUse(nowMillis)) {
      // Caffeine learns what is in use, and drops what has ended.
      var unused = grants.getIfPresent(kept.key());
    }
    return serves ? kept : null;
  }

  /**
   * Whether a live grant of the tenant lies below a path, whatever it permits. Takes time in
   * proportion to the grants in the bucket.
   */
  public boolean holdsBelow(Tenant tenant, S3Path path) {
    GrantIndex index = indexes.get(new TenantBucket(tenant, path.bucket()));
    long now = clock.millis();
    return index != null
        && index.below(path).anyMatch(kept -> now < kept.grant().usableUntilMillis());
  }

  /**
   * Keeps credentials, in the place of those with the same scope and permission.
   *
   * @param asked what they were asked for with
   */
  public KeptGrant put(Tenant tenant, Grant grant, Access asked) {
    KeptGrant kept = new KeptGrant(tenant, grant, asked, jitter.getAsDouble());
    indexes.compute(
        kept.key().place(),
        (place, index) -> {
          GrantIndex present = index == null ? new GrantIndex() : index;
          present.add(kept);
          return present;
        });
    grants.put(kept.key(), kept);
    grants.cleanUp();
    return kept;
  }

  /** Forgets these very credentials; those that have taken their place stay. */
  public void drop(KeptGrant kept) {
    grants.asMap().remove(kept.key(), kept);
  }

  /** Forgets what was vended for the same scope, whatever it permits, before a time in millis. */
  public void dropOlder(KeptGrant than, long beforeMillis) {
    for (Permission permission : Permission.values()) {
      TenantTarget key = than.key().withPermission(permission);
      KeptGrant kept = grants.getIfPresent(key);
      if (kept != null && kept.grant().vended().toEpochMilli() < beforeMillis) {
        drop(kept);
      }
    }
  }

  /** Lets more be kept than before; never fewer, since others may rely on it. */
  public void growTo(int maximumSize) {
    grants
        .policy()
        .eviction()
        .filter(eviction -> eviction.getMaximum() < maximumSize)
        .ifPresent(eviction -> eviction.setMaximum(maximumSize));
  }

  /** How many vended credentials are kept. */
  public long size() {
    grants.cleanUp();
    return grants.estimatedSize();
  }

  /** Forgets everything. */
  public void clear() {
    grants.invalidateAll();
  }

  private void dropped(@Nullable TenantTarget key, @Nullable KeptGrant kept, RemovalCause cause) {
    if (key == null || kept == null) {
      return;
    }
    indexes.computeIfPresent(
        key.place(),
        (place, index) -> {
          index.remove(kept);
          return index.isEmpty() ? null : index;
        });
  }
}
