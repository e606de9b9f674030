package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Access;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Vended credentials in the cache, with the time of their renewal. Thread-safe. */
public final class CachedCredentials {
  /**
   * Renewal begins after 55 to 65 percent of the life. The rest, more than a third, is how long an
   * outage of the service goes unnoticed. The spread keeps processes that started together from
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
  private final GrantUse use;
  private final long dueMillis;
  private final AtomicLong renewAtMillis;
  private volatile long lastUseSecond;
  private volatile boolean refused;

  /**
   * Credentials that are due after 55 percent of their life, and 10 percent times {@code jitter}.
   */
  CachedCredentials(
      CacheOwner owner, VendedCredentials vended, Access asked, GrantUse use, double jitter) {
    this.key = new CacheKey(owner, vended.permission(), vended.scope());
    this.vended = vended;
    this.asked = asked;
    this.use = use;
    long life = vended.life().toMillis();
    this.dueMillis =
        vended.vended().toEpochMilli()
            + (long) (life * (EARLIEST_RENEWAL + RENEWAL_SPREAD * jitter));
    this.renewAtMillis = new AtomicLong(dueMillis);
  }

  public VendedCredentials credentials() {
    return vended;
  }

  /** Counts what these credentials are used for. */
  public GrantUse use() {
    return use;
  }

  /** The access that the credentials were requested for. A renewal requests the same. */
  public Access asked() {
    return asked;
  }

  /** Claims the renewal if it is due. True for one thread only, which must then renew. */
  public boolean claimRenewal(long nowMillis) {
    long due = renewAtMillis.get();
    return nowMillis >= due && renewAtMillis.compareAndSet(due, NEVER);
  }

  /**
   * Claims a renewal before it is due, because S3 refused a request. True for one thread only,
   * which must then renew; false while a renewal is under way.
   */
  public boolean claimEarlyRenewal() {
    long due = renewAtMillis.get();
    boolean claimed = due != NEVER && renewAtMillis.compareAndSet(due, NEVER);
    if (claimed) {
      refused = true;
    }
    return claimed;
  }

  /** Whether an early renewal was claimed, because S3 refused a request with these credentials. */
  public boolean isRefused() {
    return refused;
  }

  /**
   * Whether to report this use to Caffeine: true for the first use in each second. Two threads at
   * the same moment may both get true.
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
   * Schedules the next renewal after one that failed and left these credentials valid: after a
   * fiftieth of the life, at least 100 ms and at most 10 s. If an early renewal failed, the next
   * one is not before the original time.
   */
  public void renewLater(long nowMillis) {
    Duration delay = vended.life().dividedBy(RETRIES_PER_LIFE);
    delay = delay.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : delay;
    delay = delay.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : delay;
    renewAtMillis.set(Math.max(dueMillis, nowMillis + delay.toMillis()));
  }

  /**
   * Claims the renewal for another process, whose own copy of these credentials is due. It is due
   * there at any time in the spread, so it may be claimed here from the beginning of that on. True
   * for one thread only, which must then renew.
   */
  public boolean claimRenewalOfCopy(long nowMillis) {
    long due = renewAtMillis.get();
    long earliest =
        due == dueMillis
            ? vended.vended().toEpochMilli() + (long) (vended.life().toMillis() * EARLIEST_RENEWAL)
            : due;
    return nowMillis >= earliest && renewAtMillis.compareAndSet(due, NEVER);
  }

  /** Whether these are the credentials with an access key. */
  public boolean hasAccessKey(String accessKeyId) {
    return vended.signing().accessKeyId().equals(accessKeyId);
  }

  /** Owner, scope and permission. Credentials with equal keys replace each other. */
  CacheKey key() {
    return key;
  }
}
