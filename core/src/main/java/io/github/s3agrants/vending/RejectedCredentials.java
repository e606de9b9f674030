package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.Rejections;
import java.time.Clock;
import java.util.OptionalLong;

/**
 * Handles vended credentials that S3 rejects, and those with which S3 refuses a request.
 * Thread-safe.
 */
final class RejectedCredentials {
  private final AccessGrantsClient client;
  private final GrantsClient grants;
  private final CredentialCache cache;
  private final Statistics statistics;
  private final Clock clock;
  private final Rejections rejections = new Rejections();

  RejectedCredentials(
      AccessGrantsClient client,
      GrantsClient grants,
      CredentialCache cache,
      Statistics statistics,
      Clock clock) {
    this.client = client;
    this.grants = grants;
    this.cache = cache;
    this.statistics = statistics;
    this.clock = clock;
  }

  /** See {@link CredentialVendor#rejected}. */
  boolean drop(CachedCredentials cached) {
    OptionalLong before = rejections.add(cached, clock.millis());
    if (before.isEmpty()) {
      return false;
    }
    statistics.rejectedByS3();
    grants.rejected(cached);
    cache.dropOlder(cached, before.getAsLong());
    return true;
  }

  /** See {@link CredentialVendor#claimCheck}. */
  boolean claimCheck(CachedCredentials cached) {
    return rejections.claimCheck(cached, clock.millis());
  }

  /**
   * Claims the request for new credentials after S3 refused a request. If true, the caller must
   * make it.
   */
  boolean claimFresh(CachedCredentials cached) {
    return rejections.claimFresh(cached, clock.millis()) && cached.claimEarlyRenewal();
  }

  /** See {@link CredentialVendor#look}. */
  RefusedReadFinding look(RefusedRead refused) {
    try {
      return client.isMissing(refused) ? RefusedReadFinding.MISSING : RefusedReadFinding.NOTHING;
    } catch (AccessGrantsException e) {
      return e.kind() == Kind.CALLER_CREDENTIALS
          ? RefusedReadFinding.CREDENTIALS_REJECTED
          : RefusedReadFinding.NOTHING;
    } catch (RuntimeException | Error e) {
      // The read has been refused already; a failure here must not replace that refusal.
      return RefusedReadFinding.NOTHING;
    }
  }

  void clear() {
    rejections.clear();
  }
}
