package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.concurrent.Futures;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs at DEBUG, in one line each, what was asked of the service and each decision that did not
 * come from the cache. Shows no part of any credentials. Costs nothing at other levels.
 */
final class VendingLog {
  private static final Logger LOG = LoggerFactory.getLogger(VendingLog.class);

  private VendingLog() {}

  /**
   * A vend has ended.
   *
   * @param renewal whether it was to replace credentials that are still in use
   * @param answer what was vended; null if nothing was
   * @param asked when it began, by {@code clock}
   */
  static void vend(
      VendRequest request,
      boolean renewal,
      @Nullable VendedAnswer answer,
      @Nullable Throwable failure,
      Instant asked,
      Clock clock) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    Instant now = clock.instant();
    String how =
        String.format(
            "asked for %s%s, took %d ms",
            OneLine.of(request.access().toString()),
            renewal ? " to renew" : "",
            Duration.between(asked, now).toMillis());
    if (answer != null) {
      vended(answer.credentials(), how, now);
    } else if (failure != null) {
      AccessGrantsException why = Futures.asAccessGrantsException(failure);
      LOG.debug(
          "Not vended ({}): {}{}: {}",
          why.kind(),
          how,
          requestId(why.requestId()),
          OneLine.of(String.valueOf(why.getMessage())));
    }
  }

  /** The end by the service's clock, which may be wrong here, and what is left by ours. */
  private static void vended(VendedCredentials vended, String how, Instant now) {
    LOG.debug(
        "Vended {} on {} until {} by the service's clock, {} s from now; {}{}",
        vended.permission(),
        OneLine.of(vended.scope().toString()),
        vended.expiration(),
        Duration.between(now, vended.vended().plus(vended.life())).toSeconds(),
        how,
        requestId(vended.requestId()));
  }

  private static String requestId(Optional<String> id) {
    return id.map(text -> ", request ID " + OneLine.of(text)).orElse("");
  }

  /** A decision was made on a request, or failed. */
  static void decision(
      Access access, RequestContext context, @Nullable Decision made, @Nullable Throwable failure) {
    if (LOG.isDebugEnabled()) {
      decision(
          access + context.auditContext().map(text -> " (" + text + ")").orElse(""), made, failure);
    }
  }

  /** A decision was made on a request that needs no grant, or that no grant can cover. */
  static void decision(String what, @Nullable Decision made, @Nullable Throwable failure) {
    if (!LOG.isDebugEnabled()) {
      return;
    }
    String outcome = made != null ? signer(made) : "refused: " + failure(failure);
    LOG.debug("Decided on {}: {}", OneLine.of(what), OneLine.of(outcome));
  }

  private static String signer(Decision made) {
    switch (made.kind()) {
      case VENDED:
        return "signed with vended credentials, " + made.credentials();
      case BASE:
        return "signed with the caller's own credentials";
      case NOT_FOUND:
        return "answered \"not found\", nothing is sent";
    }
    throw new IllegalStateException("unknown decision " + made.kind());
  }

  private static String failure(@Nullable Throwable failure) {
    Throwable cause = failure == null ? null : Futures.causeOf(failure);
    if (!(cause instanceof VendingException)) {
      return String.valueOf(cause);
    }
    VendingException why = (VendingException) cause;
    return why.kind()
        + ", "
        + why.getMessage()
        + (why.parts().isPresent() ? " It is made in parts." : "");
  }
}
