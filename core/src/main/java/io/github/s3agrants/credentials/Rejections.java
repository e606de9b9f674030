package io.github.s3agrants.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.access.Permission;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Tracks the vended credentials that S3 recently rejected, and limits the calls that follow. A
 * fault that new credentials do not cure must not cause a call for each request. Thread-safe.
 *
 * <ul>
 *   <li>Credentials that replaced rejected ones are not replaced again within 10 seconds.
 *   <li>An answer that may or may not concern the credentials is checked once a minute.
 *   <li>If S3 accepts credentials but refuses the request, new ones are requested once a minute.
 * </ul>
 */
public final class Rejections {
  private static final long REPLACEMENT_MILLIS = Duration.ofSeconds(10).toMillis();
  private static final long CHECK_MILLIS = Duration.ofMinutes(1).toMillis();
  private static final int MAXIMUM_SIZE = 10_000;

  /**
   * The time of the last rejection for a scope. All credentials vended before it are replaced, with
   * any permission, since the replacements may permit less.
   */
  private final Cache<CacheKey, Long> replaced = cache();

  private final Cache<CacheKey, Long> checked = cache();

  /**
   * When new credentials were last requested because S3 accepted the old ones but refused a
   * request.
   */
  private final Cache<CacheKey, Long> refreshed = cache();

  private static Cache<CacheKey, Long> cache() {
    return Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();
  }

  /**
   * Records that S3 rejected credentials.
   *
   * @return if other credentials may help, those vended meanwhile or yet to be vended: the time, in
   *     milliseconds, before which everything vended for the scope is useless; empty if they cannot
   *     help
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

  /** Claims the check of what S3's answer meant. True for one thread a minute and scope. */
  public boolean claimCheck(CachedCredentials cached, long nowMillis) {
    return claim(checked, cached.key().withPermission(Permission.READWRITE), nowMillis);
  }

  /**
   * Claims the request for new credentials after a refusal by S3. True for one thread a minute,
   * scope and permission.
   */
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
