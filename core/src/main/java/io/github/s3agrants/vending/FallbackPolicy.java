package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when the caller's own credentials may sign. No other class makes such a decision. Each
 * use is counted by its reason, and the first use for each reason is logged as a warning.
 * Thread-safe.
 */
final class FallbackPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(FallbackPolicy.class);

  private final boolean enabled;
  private final Statistics statistics;
  private final Set<FallbackReason> logged = ConcurrentHashMap.newKeySet();

  /**
   * The policy of one file system.
   *
   * @param enabled whether base credentials sign whenever no credentials are vended
   */
  FallbackPolicy(boolean enabled, Statistics statistics) {
    this.enabled = enabled;
    this.statistics = statistics;
  }

  /**
   * Access Grants vends nothing for the operation. Base credentials sign, whatever the setting.
   *
   * @return the decision, or a failure with a {@link VendingException} if there are none
   */
  CompletableFuture<Decision> unsupported(String operation, BaseIdentity base) {
    String text = operation + " is not part of S3 Access Grants";
    return base.isMarker()
        ? failure(
            new AccessGrantsException(Kind.NO_BASE_CREDENTIALS, text + "."),
            Optional.empty(),
            Optional.empty(),
            KnownSurroundings.NONE,
            base)
        : CompletableFuture.completedFuture(
            fallBack(FallbackReason.UNSUPPORTED_OPERATION, text, base));
  }

  /** No grant can cover the request. */
  CompletableFuture<Decision> ungrantable(UngrantableException why, BaseIdentity base) {
    String text = String.valueOf(why.getMessage());
    return mayFallBack(base)
        ? CompletableFuture.completedFuture(fallBack(FallbackReason.of(why.reason()), text, base))
        : failure(
            new AccessGrantsException(Kind.BAD_REQUEST, text),
            Optional.empty(),
            Optional.empty(),
            KnownSurroundings.NONE,
            base);
  }

  /**
   * There are no vended credentials.
   *
   * @param known what is known of the caller's grants around the requested path
   * @return the decision for base credentials, or a failure with a {@link VendingException}
   */
  CompletableFuture<Decision> failed(
      AccessGrantsException failure,
      Optional<Access> access,
      Optional<CacheOwner> owner,
      KnownSurroundings known,
      BaseIdentity base) {
    if (mayFallBack(base)) {
      String detail = access.map(a -> a + ": ").orElse("") + failure.getMessage();
      return CompletableFuture.completedFuture(
          fallBack(FallbackReason.of(failure.kind(), access), detail, base));
    }
    return failure(failure, access, owner, known, base);
  }

  /**
   * No grant covers a request as a whole, and the front end can make several of it.
   *
   * @return a failure with a {@link VendingException} that says how
   */
  CompletableFuture<Decision> inParts(
      GrantedParts parts, Access access, CacheOwner owner, BaseIdentity base) {
    return CompletableFuture.failedFuture(
        new VendingException(
            new AccessGrantsException(Kind.DENIED, "No known grant covers it as a whole."),
            Optional.of(access),
            Optional.of(owner),
            base.origin(),
            Optional.of(parts),
            KnownSurroundings.NONE));
  }

  /** A process without base credentials cannot fall back, whatever the setting. */
  private boolean mayFallBack(BaseIdentity base) {
    return enabled && !base.isMarker();
  }

  private static CompletableFuture<Decision> failure(
      AccessGrantsException failure,
      Optional<Access> access,
      Optional<CacheOwner> owner,
      KnownSurroundings known,
      BaseIdentity base) {
    return CompletableFuture.failedFuture(
        new VendingException(failure, access, owner, base.origin(), Optional.empty(), known));
  }

  private Decision fallBack(FallbackReason reason, String detail, BaseIdentity base) {
    statistics.fellBack(reason);
    if (logged.add(reason)) {
      LOG.warn(
          "Signing with the caller's own credentials ({}): {}. Further requests for this reason"
              + " are counted, not logged.",
          reason,
          OneLine.of(detail));
    }
    return Decision.base(base);
  }
}
