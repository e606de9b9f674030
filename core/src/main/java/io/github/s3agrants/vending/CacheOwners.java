package io.github.s3agrants.vending;

import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.vending.concurrent.SingleFlightCache;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the owner of cache entries for base credentials: a principal with long-term keys, or one
 * session. The caller is looked up once per set of base credentials, however many requests wait for
 * the answer. A failure is not cached. Thread-safe.
 */
final class CacheOwners {
  private final GrantsClient grants;
  private final SingleFlightCache<BaseIdentityKey, CacheOwner> owners = new SingleFlightCache<>();
  private final SessionSources sessions = new SessionSources();

  CacheOwners(GrantsClient grants) {
    this.grants = grants;
  }

  /** The owner, if it is known without a call. */
  Optional<CacheOwner> known(BaseIdentityKey key) {
    return owners.known(key);
  }

  /**
   * The owner. Looks the caller up if it is not known.
   *
   * @param bucket the requested bucket
   */
  CompletableFuture<CacheOwner> resolve(BaseIdentityKey key, String bucket, BaseIdentity base) {
    ServiceSettings settings = key.settings();
    return owners.get(
        key,
        () ->
            grants
                .caller(settings, bucket, base)
                .thenApply(
                    caller -> {
                      CacheOwner principal = new CacheOwner(settings, caller);
                      // Without an account it stands for exactly these credentials already.
                      return key.isLongTerm() || caller.account().isEmpty()
                          ? principal
                          : sessions.owner(principal, key, base.source());
                    }));
  }

  void clear() {
    owners.clear();
    sessions.clear();
  }
}
