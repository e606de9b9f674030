package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.Rejections;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * What becomes of vended credentials that S3 does not take, or refuses something to. Thread-safe.
 */
final class RejectedCredentials {
  private final CredentialCache cache;
  private final Statistics statistics;
  private final Clock clock;
  private final Rejections rejections = new Rejections();

  RejectedCredentials(CredentialCache cache, Statistics statistics, Clock clock) {
    this.cache = cache;
    this.statistics = statistics;
    this.clock = clock;
  }

  /** See {@link CredentialVendor#rejected}. */
  boolean drop(CachedCredentials kept) {
    OptionalLong before = rejections.add(kept, clock.millis());
    if (before.isEmpty()) {
      return false;
    }
    statistics.rejectedByS3();
    cache.dropOlder(kept, before.getAsLong());
    return true;
  }

  /** See {@link CredentialVendor#claimCheck}. */
  boolean claimCheck(CachedCredentials kept) {
    return rejections.claimCheck(kept, clock.millis());
  }

  /** Whether it is time to ask anew for what S3 has refused; if so the caller has to. */
  boolean claimFresh(CachedCredentials kept) {
    return rejections.claimFresh(kept, clock.millis()) && kept.claimEarlyRenewal();
  }

  void clear() {
    rejections.clear();
  }
}
