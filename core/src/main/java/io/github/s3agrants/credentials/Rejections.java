package io.github.s3agrants.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.access.Permission;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Which vended credentials S3 has lately turned down. Those that were vended in the place of such
 * are not replaced again within 10 seconds, and an answer that may or may not be about the
 * credentials is looked into once a minute, as a grant is asked for afresh whose credentials S3
 * takes and refuses something: a fault that fresh credentials do not mend must not become a call
 * for each request. Thread-safe.
 */
public final class Rejections {
  private static final long REPLACEMENT_MILLIS = Duration.ofSeconds(10).toMillis();
  private static final long CHECK_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int MAXIMUM_SIZE = 10_000;

  /**
   * When credentials of a scope were last turned down, all vended before which are replaced;
   * whatever they permit, since those that take their place may permit less.
   */
  private final Cache<CacheKey, Long> replaced = cache();

  private final Cache<CacheKey, Long> checked = cache();

  /** When a grant whose credentials S3 took, and refused something, was last asked for afresh. */
  private final Cache<CacheKey, Long> refreshed = cache();

  private static Cache<CacheKey, Long> cache() {
    return Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();
  }

  /**
   * Takes note that S3 turned credentials down.
   *
   * @return if others may help, that have come meanwhile or are to be vended: the time before which
   *     whatever was vended for the scope is of no more use, in milliseconds; empty if they may not
   */
  public OptionalLong add(CachedCredentials cached, long nowMillis) {
    OptionalLong[] useless = {OptionalLong.empty()};
    replaced
        .asMap()
        .compute(
            cached.key().withPermission(Permission.READWRITE),
            (key, last) -> {
              long vended = cached.credentials().vended().toEpochMilli();
              boolean isReplaced = last != null && vended < last;
              if (last != null && !isReplaced && nowMillis - last < REPLACEMENT_MILLIS) {
                return last;
              }
              long before = last != null && isReplaced ? last : Math.max(nowMillis, vended + 1);
              useless[0] = OptionalLong.of(before);
              return before;
            });
    return useless[0];
  }

  /** Whether it is time to find out what S3 meant: true for one caller a minute. */
  public boolean claimCheck(CachedCredentials cached, long nowMillis) {
    return claim(checked, cached.key().withPermission(Permission.READWRITE), nowMillis);
  }

  /** Whether a grant may be asked for afresh after a refusal: true for one caller a minute. */
  public boolean claimFresh(CachedCredentials cached, long nowMillis) {
    return claim(refreshed, cached.key(), nowMillis);
  }

  private static boolean claim(Cache<CacheKey, Long> claims, CacheKey target, long nowMillis) {
    boolean[] claimed = new boolean[1];
    claims
        .asMap()
        .compute(
            target,
            (key, last) -> {
              claimed[0] = last == null || nowMillis - last >= CHECK_MILLIS;
              return claimed[0] ? nowMillis : last;
            });
    return claimed[0];
  }

  public void clear() {
    replaced.invalidateAll();
    checked.invalidateAll();
    refreshed.invalidateAll();
  }
}
