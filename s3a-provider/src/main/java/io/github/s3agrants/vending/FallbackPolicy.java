package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.credentials.AccessGrantsException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When the caller's own credentials may sign, and how that shows: each use is counted by its
 * reason, and the first for each reason is logged as a warning. Thread-safe.
 */
public final class FallbackPolicy {
  private static final Logger LOG = LoggerFactory.getLogger(FallbackPolicy.class);

  /** Why base credentials signed. */
  public enum Reason {
    /** Access Grants vends nothing for the operation; no setting is needed for this one. */
    UNSUPPORTED_OPERATION,
    DENIED,
    /** Denied for a copy or a bulk delete: no single grant covers all of its keys. */
    NO_SINGLE_GRANT,
    /** The caller may not even ask for credentials: IAM refuses the call. */
    NOT_AUTHORIZED,
    /** The service may not assume the role of the grant's location. */
    LOCATION_ROLE,
    ACCESS_POINT,
    DIRECTORY_BUCKET,
    ACROSS_BUCKETS,
    UNKNOWN_OPERATION,
    NO_INSTANCE,
    CALLER_CREDENTIALS,
    CLOCK_SKEW,
    BAD_REQUEST,
    THROTTLED,
    UNAVAILABLE,
    BAD_RESPONSE,
    CLOSED;

    static Reason of(AccessGrantsException.Kind kind, Optional<Access> access) {
      return kind == AccessGrantsException.Kind.DENIED && access.flatMap(Access::span).isPresent()
          ? NO_SINGLE_GRANT
          : valueOf(kind.name());
    }

    static Reason of(UngrantableException.Reason reason) {
      return valueOf(reason.name());
    }
  }

  private final boolean enabled;
  private final Statistics statistics;
  private final Set<Reason> logged = ConcurrentHashMap.newKeySet();

  /**
   * The policy of one file system.
   *
   * @param enabled whether base credentials sign whenever vended ones cannot be had
   */
  public FallbackPolicy(boolean enabled, Statistics statistics) {
    this.enabled = enabled;
    this.statistics = statistics;
  }

  boolean isEnabled() {
    return enabled;
  }

  Decision fallBack(Reason reason, String detail, BaseIdentity base) {
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
