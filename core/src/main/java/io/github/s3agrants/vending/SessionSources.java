package io.github.s3agrants.vending;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which sessions are the same caller. Two sessions of one principal may be allowed
 * different things, so each is a caller of its own. The exception is a source that is known to make
 * all of its sessions alike: a new session then replaces the last one, and the credentials vended
 * to that one stay in use. Thread-safe.
 */
final class SessionSources {
  /** Far more than the providers of any process. Limits a process that keeps creating providers. */
  private static final int MAXIMUM_SIZE = 10_000;

  private final Cache<Map.Entry<Object, CacheOwner>, CacheOwner> first =
      Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();

  /**
   * The session as a cache owner.
   *
   * @param principal the principal whose session it is
   * @param source the source of the session; null if its sessions may differ
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
