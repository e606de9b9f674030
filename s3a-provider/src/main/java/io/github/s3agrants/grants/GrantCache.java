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
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All vended credentials of the JVM, each found by its own tenant alone, none past its time.
 *
 * <p>Caffeine owns their lives: it bounds their number and drops them before they expire. The
 * indexes follow it and answer what covers a path. Thread-safe; a look-up takes no lock.
 */
public final class GrantCache {
  private final Clock clock;
  private final Cache<Key, Grant> grants;
  private final Map<TenantBucket, GrantIndex> indexes = new ConcurrentHashMap<>();

  /**
   * An empty cache.
   *
   * @param maximumSize how many vended credentials are kept; the least useful go first
   * @param clock wall-clock time, since that is what credentials expire by
   */
  public GrantCache(int maximumSize, Clock clock) {
    this.clock = clock;
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

  private Duration lifeLeft(Key key, Grant grant) {
    return Duration.ofMillis(Math.max(0, grant.usableUntilMillis() - clock.millis()));
  }

  /** The credentials to use for {@code access}, if there are any that cover it now. */
  public Optional<Grant> find(Tenant tenant, Access access) {
    GrantIndex index = indexes.get(new TenantBucket(tenant, access.path().bucket()));
    if (index == null) {
      return Optional.empty();
    }
    return index
        .find(access.path(), access.permission())
        // Caffeine has the last word, and learns what is in use.
        .map(grant -> grants.getIfPresent(new Key(tenant, grant)))
        .filter(grant -> grant.covers(access.path(), access.permission(), clock.millis()));
  }

  /** Takes the place of credentials with the same scope and permission. */
  public void put(Tenant tenant, Grant grant) {
    Key key = new Key(tenant, grant);
    indexes.compute(
        new TenantBucket(tenant, grant.scope().bucket()),
        (area, index) -> {
          GrantIndex present = index == null ? new GrantIndex() : index;
          present.add(grant);
          return present;
        });
    grants.put(key, grant);
    grants.cleanUp();
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

  private void dropped(@Nullable Key key, @Nullable Grant grant, RemovalCause cause) {
    if (key == null || grant == null) {
      return;
    }
    indexes.computeIfPresent(
        new TenantBucket(key.tenant, grant.scope().bucket()),
        (area, index) -> {
          index.remove(grant);
          return index.isEmpty() ? null : index;
        });
  }

  /** Grants of the same scope and permission take each other's place. */
  private static final class Key {
    private final Tenant tenant;
    private final Permission permission;
    private final S3Path scope;

    Key(Tenant tenant, Grant grant) {
      this.tenant = tenant;
      this.permission = grant.permission();
      this.scope = grant.scope();
    }

    @Override
    public boolean equals(@Nullable Object o) {
      if (!(o instanceof Key)) {
        return false;
      }
      Key other = (Key) o;
      return permission == other.permission
          && scope.equals(other.scope)
          && tenant.equals(other.tenant);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tenant, permission, scope);
    }
  }
}
