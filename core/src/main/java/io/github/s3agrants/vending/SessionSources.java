package io.github.s3agrants.vending;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are one caller. Two sessions of one principal may be allowed different things, so
 * each is a caller of its own; unless they come from the same source, which is known to make all of
 * its sessions alike: then a new one takes the place of the last, and what was vended to that stays
 * in use. Thread-safe.
 */
final class SessionSources {
  /** Far more than any process has providers; bounds one that makes them up. */
  private static final int MAXIMUM_SIZE = 10_000;

  private final Cache<Map.Entry<Object, CacheOwner>, CacheOwner> first =
      Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();

  /**
   * The session as a owner.
   *
   * @param principal whose session it is
   * @param source where it comes from; null if that says nothing
   */
  CacheOwner owner(CacheOwner principal, BaseIdentityKey session, @Nullable Object source) {
    CacheOwner own =
        new CacheOwner(principal.settings(), principal.caller().inSession(session.fingerprint()));
    return source == null
        ? own
        : first.get(new SimpleImmutableEntry<>(source, principal), key -> own);
  }

  void clear() {
    first.invalidateAll();
  }
}
