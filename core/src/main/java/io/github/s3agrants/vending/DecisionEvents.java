package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.concurrent.CompletableFuture;

/**
 * What is told of the decisions of one file system that did not come from the cache, before they
 * take effect. Thread-safe.
 */
final class DecisionEvents {
  private final CallerResolver callers;
  private final Announcement announcement;

  DecisionEvents(CallerResolver callers, Announcement announcement) {
    this.callers = callers;
    this.announcement = announcement;
  }

  /** The same decision, told of before it completes. */
  CompletableFuture<Decision> of(
      Access access,
      BaseIdentity base,
      RequestContext context,
      CompletableFuture<Decision> decision) {
    return decision.whenComplete(
        (made, failure) -> {
          announce(access, base);
          VendingLog.decision(access, context, made, failure);
        });
  }

  private void announce(Access access, BaseIdentity base) {
    if (announcement.isMade()) {
      return;
    }
    String bucket = access.path().bucket();
    CacheOwner owner = callers.known(base, bucket);
    if (owner != null) {
      announcement.seen(owner, bucket);
    }
  }

  /** The same decision on a request that no grant can cover, told of before it completes. */
  static CompletableFuture<Decision> withoutAccess(
      String operation, CompletableFuture<Decision> decision) {
    return decision.whenComplete((made, failure) -> VendingLog.decision(operation, made, failure));
  }
}
