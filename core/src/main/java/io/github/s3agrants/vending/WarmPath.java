package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.vending.probe.NotFoundAnswers;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the requests of one file system whose credentials are cached, as those of nearly every
 * request are, and has credentials that are due renewed. Thread-safe; creates no future and takes
 * no lock.
 */
final class WarmPath {
  private final CallerResolver callers;
  private final CredentialBroker broker;
  private final NotFoundAnswers notFoundAnswers;
  private final VendingPolicy policy;
  private final Statistics statistics;
  private final Clock clock;

  WarmPath(
      CallerResolver callers,
      CredentialBroker broker,
      NotFoundAnswers notFoundAnswers,
      VendingPolicy policy,
      Statistics statistics,
      Clock clock) {
    this.callers = callers;
    this.broker = broker;
    this.notFoundAnswers = notFoundAnswers;
    this.policy = policy;
    this.statistics = statistics;
    this.clock = clock;
  }

  /** See {@link CredentialVendor#decideNow}. */
  @Nullable Decision decide(Access access, BaseIdentity base, RequestContext context) {
    CacheOwner owner = callers.known(base, access.path().bucket());
    if (owner == null) {
      return null;
    }
    long now = clock.millis();
    CachedCredentials cached = broker.find(owner, access, now);
    if (cached == null || notFoundAnswers.mayForbid(owner, access)) {
      return null;
    }
    statistics.hit();
    cached.use().signed();
    if (cached.claimRenewal(now)) {
      var unused = broker.renew(cached, VendRequest.of(owner, access, base, context, policy));
    }
    return Decision.vended(cached, access, base);
  }

  /** See {@link CredentialVendor#refusedByS3}. */
  void renewRefused(Decision decision, RequestContext context, RejectedCredentials rejected) {
    CachedCredentials cached = decision.cached();
    Access access = decision.access();
    if (cached == null || access == null) {
      return;
    }
    CacheOwner owner = callers.known(decision.base(), access.path().bucket());
    if (owner != null && rejected.claimFresh(cached)) {
      var unused =
          broker.renew(cached, VendRequest.of(owner, access, decision.base(), context, policy));
    }
  }
}
