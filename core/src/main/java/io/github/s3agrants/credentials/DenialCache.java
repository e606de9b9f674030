package io.github.s3agrants.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.s3agrants.access.Access;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Caches the service's recent refusals. A refusal applies only to its own owner, target and
 * permission. Thread-safe.
 */
public final class DenialCache {
  /**
   * Approximate maximum heap of all refusals, so that a walk over keys without a grant does not
   * fill the heap. The least useful are evicted first, and the service is called again for them.
   */
  private static final int MAXIMUM_BYTES = 10_000_000;

  /** The minimum weight of a refusal, which limits their number to 10,000. */
  private static final int LEAST_BYTES = 1000;

  /** The heap that a refusal takes besides its texts. */
  private static final int FIXED_BYTES = 500;

  private final Clock clock;
  private final Cache<CacheKey, Denial> denials;

  /**
   * An empty cache.
   *
   * @param clock measures the age of refusals
   */
  public DenialCache(Clock clock) {
    this.clock = clock;
    denials =
        Caffeine.newBuilder()
            .maximumWeight(MAXIMUM_BYTES)
            .weigher(DenialCache::weight)
            .expireAfter(Expiry.writing((CacheKey target, Denial denial) -> denial.ttl))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  private static int weight(CacheKey target, Denial denial) {
    int characters =
        target.path().key().length()
            + String.valueOf(denial.failure.getMessage()).length()
            + denial.failure.requestId().map(String::length).orElse(0);
    return Math.max(LEAST_BYTES, FIXED_BYTES + Character.BYTES * characters);
  }

  /**
   * The cached refusal, if it is younger than {@code ttl}. It tells how long it will be found.
   *
   * @param ttl the file system's own limit, whichever file system cached the refusal; zero: none is
   *     found
   */
  public Optional<AccessGrantsException> find(CacheOwner owner, Access access, Duration ttl) {
    if (ttl.isZero()) {
      return Optional.empty();
    }
    Denial denial = denials.getIfPresent(target(owner, access));
    if (denial == null) {
      return Optional.empty();
    }
    long left =
        Math.min(ttl.toMillis(), denial.ttl.toMillis()) - (clock.millis() - denial.sinceMillis);
    return left <= 0
        ? Optional.empty()
        : Optional.of(denial.failure.lasting(Duration.ofMillis(left)));
  }

  /**
   * Caches what a refusal says, without the answer that it came in. A refusal from another cache is
   * kept no longer than there.
   *
   * @param ttl how long the refusal is cached; zero: not at all
   */
  public void put(CacheOwner owner, Access access, AccessGrantsException failure, Duration ttl) {
    Duration life = failure.lasting().filter(left -> left.compareTo(ttl) < 0).orElse(ttl);
    if (!life.isZero()) {
      denials.put(target(owner, access), new Denial(failure.slim(), life, clock.millis()));
    }
  }

  private static CacheKey target(CacheOwner owner, Access access) {
    return new CacheKey(owner, access.permission(), access.path());
  }

  public void clear() {
    denials.invalidateAll();
  }

  private static final class Denial {
    private final AccessGrantsException failure;
    private final Duration ttl;
    private final long sinceMillis;

    Denial(AccessGrantsException failure, Duration ttl, long sinceMillis) {
      this.failure = failure;
      this.ttl = ttl;
      this.sinceMillis = sinceMillis;
    }
  }
}
