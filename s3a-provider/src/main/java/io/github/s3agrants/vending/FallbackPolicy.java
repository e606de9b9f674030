package io.github.s3agrants.vending;

import io.github.s3agrants.grants.GrantException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
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
    NO_INSTANCE,
    CALLER_CREDENTIALS,
    BAD_REQUEST,
    THROTTLED,
    UNAVAILABLE,
    BAD_RESPONSE;

    static Reason of(GrantException.Kind kind) {
      return valueOf(kind.name());
    }
  }

  private final boolean enabled;
  private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

  /**
   * The policy of one file system.
   *
   * @param enabled whether base credentials sign whenever vended ones cannot be had
   */
  public FallbackPolicy(boolean enabled) {
    this.enabled = enabled;
    for (Reason reason : Reason.values()) {
      counts.put(reason, new LongAdder());
    }
  }

  boolean isEnabled() {
    return enabled;
  }

  /** How many requests base credentials have signed, by reason; without the reasons never met. */
  public Map<Reason, Long> counts() {
    Map<Reason, Long> snapshot = new EnumMap<>(Reason.class);
    counts.forEach(
        (reason, count) -> {
          if (count.sum() > 0) {
            snapshot.put(reason, count.sum());
          }
        });
    return Collections.unmodifiableMap(snapshot);
  }

  Decision fallBack(Reason reason, String detail) {
    LongAdder count = counts.get(reason);
    if (count == null) {
      throw new IllegalStateException("not counted: " + reason);
    }
    synchronized (count) {
      if (count.sum() == 0) {
        LOG.warn(
            "Signing with the caller's own credentials ({}): {}. Further requests for this reason"
                + " are counted, not logged.",
            reason,
            detail);
      }
      count.increment();
    }
    return Decision.BASE;
  }
}
