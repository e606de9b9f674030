package io.github.s3agrants.grants;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the service has lately said no to. A refusal holds for the very tenant, target and
 * permission, and speaks for no other. Thread-safe.
 */
public final class DenialCache {
  /** A walk over foreign keys must not fill the heap; older refusals are asked for again. */
  private static final int MAXIMUM_SIZE = 10_000;

  private final Cache<Key, Denial> denials;

  public DenialCache(Clock clock) {
    denials =
        Caffeine.newBuilder()
            .maximumSize(MAXIMUM_SIZE)
            .expireAfter(Expiry.writing((Key key, Denial denial) -> denial.ttl))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  public Optional<GrantException> find(Tenant tenant, Access access) {
    Denial denial = denials.getIfPresent(new Key(tenant, access));
    return denial == null ? Optional.empty() : Optional.of(denial.failure);
  }

  /**
   * Remembers a refusal.
   *
   * @param ttl how long the refusal is remembered; zero: not at all
   */
  public void put(Tenant tenant, Access access, GrantException failure, Duration ttl) {
    if (!ttl.isZero()) {
      denials.put(new Key(tenant, access), new Denial(failure, ttl));
    }
  }

  public void clear() {
    denials.invalidateAll();
  }

  private static final class Denial {
    private final GrantException failure;
    private final Duration ttl;

    Denial(GrantException failure, Duration ttl) {
      this.failure = failure;
      this.ttl = ttl;
    }
  }

  private static final class Key {
    private final Tenant tenant;
    private final Permission permission;
    private final S3Path path;

    Key(Tenant tenant, Access access) {
      this.tenant = tenant;
      this.permission = access.permission();
      this.path = access.path();
    }

    @Override
    public boolean equals(@Nullable Object o) {
      if (!(o instanceof Key)) {
        return false;
      }
      Key other = (Key) o;
      return permission == other.permission
          && path.equals(other.path)
          && tenant.equals(other.tenant);
    }

    @Override
    public int hashCode() {
      return Objects.hash(tenant, permission, path);
    }
  }
}
