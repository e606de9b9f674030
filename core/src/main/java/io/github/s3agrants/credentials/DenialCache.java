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
 * What the service has lately said no to. A refusal holds for the very owner, target and
 * permission, and speaks for no other. Thread-safe.
 */
public final class DenialCache {
  /**
   * About what all refusals take in the heap: a walk over foreign keys must not fill it. The least
   * useful go first, and are asked for again.
   */
  private static final int MAXIMUM_BYTES = 10_000_000;

  /** What each counts for at least, so that there are never more than 10,000. */
  private static final int LEAST_BYTES = 1000;

  /** What a refusal takes besides its texts. */
  private static final int FIXED_BYTES = 500;

  private final Clock clock;
  private final Cache<CacheKey, Denial> denials;

  /**
   * An empty cache.
   *
   * @param clock by which the age of refusals is reckoned
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
   * The refusal, if it is young enough.
   *
   * @param ttl how old it may be at most, whoever remembered it; zero: none will do
   */
  public Optional<AccessGrantsException> find(CacheOwner owner, Access access, Duration ttl) {
    if (ttl.isZero()) {
      return Optional.empty();
    }
    Denial denial = denials.getIfPresent(target(owner, access));
    return denial == null || clock.millis() - denial.sinceMillis >= ttl.toMillis()
        ? Optional.empty()
        : Optional.of(denial.failure);
  }

  /**
   * Remembers a refusal: what it says, not the answer that it came in.
   *
   * @param ttl how long the refusal is remembered; zero: not at all
   */
  public void put(CacheOwner owner, Access access, AccessGrantsException failure, Duration ttl) {
    if (!ttl.isZero()) {
      denials.put(target(owner, access), new Denial(failure.slim(), ttl, clock.millis()));
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
