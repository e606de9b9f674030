package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Access;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A grant in the cache, and when it is to be renewed. Thread-safe. */
public final class CachedCredentials {
  /**
   * Renewal begins after 55 to 65 percent of the life. What is left, more than a third, is the time
   * for which an outage goes unnoticed; the spread keeps many processes that started together from
   * renewing together.
   */
  private static final double EARLIEST_RENEWAL = 0.55;

  private static final double RENEWAL_SPREAD = 0.10;

  private static final Duration SHORTEST_RETRY = Duration.ofMillis(100);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
  private static final int RETRIES_PER_LIFE = 50;

  private static final long MILLIS_PER_SECOND = 1000;

  private static final long NEVER = Long.MAX_VALUE;

  private final CacheKey key;
  private final VendedCredentials vended;
  private final Access asked;
  private final long dueMillis;
  private final AtomicLong renewAtMillis;
  private volatile long lastUseSecond;
  private volatile boolean refused;

  CachedCredentials(CacheOwner owner, VendedCredentials vended, Access asked, double jitter) {
    this.key = new CacheKey(owner, vended.permission(), vended.scope());
    this.vended = vended;
    this.asked = asked;
    long life = vended.life().toMillis();
    this.dueMillis =
        vended.vended().toEpochMilli()
            + (long) (life * (EARLIEST_RENEWAL + RENEWAL_SPREAD * jitter));
    this.renewAtMillis = new AtomicLong(dueMillis);
  }

  public VendedCredentials credentials() {
    return vended;
  }

  /** What was asked for when it was vended, and is asked for when it is renewed. */
  public Access asked() {
    return asked;
  }

  /** Whether it is to be renewed now, by the caller: true for one caller alone. */
  public boolean claimRenewal(long nowMillis) {
    long due = renewAtMillis.get();
    return nowMillis >= due && renewAtMillis.compareAndSet(due, NEVER);
  }

  /**
   * Whether it may be renewed ahead of its time, by the caller; false while it is being renewed.
   */
  public boolean claimEarlyRenewal() {
    long due = renewAtMillis.get();
    boolean claimed = due != NEVER && renewAtMillis.compareAndSet(due, NEVER);
    if (claimed) {
      refused = true;
    }
    return claimed;
  }

  /** Whether it was to be renewed early: S3 has refused something to it. */
  public boolean isRefused() {
    return refused;
  }

  /**
   * Whether this use is to be made known: the first in each second. Callers at the very same time
   * may both be told so.
   */
  boolean claimUse(long nowMillis) {
    long second = nowMillis / MILLIS_PER_SECOND;
    if (second == lastUseSecond) {
      return false;
    }
    lastUseSecond = second;
    return true;
  }

  /**
   * After a renewal that failed and took nothing back; not before its time if it was an early one.
   */
  public void renewLater(long nowMillis) {
    Duration delay = vended.life().dividedBy(RETRIES_PER_LIFE);
    delay = delay.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : delay;
    delay = delay.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : delay;
    renewAtMillis.set(Math.max(dueMillis, nowMillis + delay.toMillis()));
  }

  /** Grants of the same owner, scope and permission take each other's place. */
  CacheKey key() {
    return key;
  }
}
