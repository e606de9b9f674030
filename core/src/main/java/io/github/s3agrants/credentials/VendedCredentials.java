package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Vended credentials, with their scope, permission and life. Immutable; each object equals only
 * itself.
 *
 * <p>Times are by our own clock, except the expiration that the service named, which is for
 * messages.
 */
public final class VendedCredentials {
  /** Enough time for a signed request to arrive, even if the clocks differ a little. */
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(10);

  private static final int MARGIN_DIVISOR = 20;

  private final S3Path scope;
  private final Permission permission;
  private final SigningCredentials credentials;
  private final Instant vended;
  private final Instant end;
  private final Instant expiration;
  private final long endMillis;
  private final long usableUntilMillis;
  private final Optional<String> unexpectedScope;
  private final Optional<String> requestId;

  private VendedCredentials(
      S3Path scope,
      Permission permission,
      SigningCredentials credentials,
      Instant vended,
      Instant end,
      Instant expiration,
      long usableUntilMillis,
      Optional<String> unexpectedScope,
      Optional<String> requestId) {
    this.scope = requireNonNull(scope, "scope");
    this.permission = requireNonNull(permission, "permission");
    this.credentials = requireNonNull(credentials, "credentials");
    this.vended = requireNonNull(vended, "vended");
    this.end = requireNonNull(end, "end");
    this.expiration = requireNonNull(expiration, "expiration");
    this.endMillis = end.toEpochMilli();
    this.usableUntilMillis = usableUntilMillis;
    this.unexpectedScope = unexpectedScope;
    this.requestId = requestId;
  }

  /** Credentials from a service whose clock agrees with ours. */
  public static VendedCredentials of(
      S3Path scope,
      Permission permission,
      SigningCredentials credentials,
      Instant vended,
      Instant expiration) {
    return of(scope, permission, credentials, vended, expiration, expiration);
  }

  /**
   * Credentials that the service has just vended.
   *
   * @param scope what the credentials are used for
   * @param permission the requested permission, which is all that they allow
   * @param vended when they were vended, by our clock; they are dropped a twentieth of their life
   *     before they end, at most 10 seconds
   * @param end when they end, by our clock
   * @param expiration the end that the service named, by its clock
   */
  public static VendedCredentials of(
      S3Path scope,
      Permission permission,
      SigningCredentials credentials,
      Instant vended,
      Instant end,
      Instant expiration) {
    Duration part = Duration.between(vended, end).dividedBy(MARGIN_DIVISOR);
    Duration margin = part.compareTo(LONGEST_MARGIN) < 0 ? part : LONGEST_MARGIN;
    return new VendedCredentials(
        scope,
        permission,
        credentials,
        vended,
        end,
        expiration,
        end.minus(margin).toEpochMilli(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The same credentials, for which the service named a scope that cannot be parsed or does not
   * cover the requested target.
   *
   * @param unexpected the service's text
   */
  public VendedCredentials withUnexpectedScope(String unexpected) {
    return with(Optional.of(unexpected), requestId);
  }

  /**
   * The same credentials, with the ID of the call that vended them.
   *
   * @param id the service's, with which its operators find the call
   */
  public VendedCredentials withRequestId(Optional<String> id) {
    return with(unexpectedScope, id);
  }

  private VendedCredentials with(Optional<String> unexpected, Optional<String> id) {
    return new VendedCredentials(
        scope, permission, credentials, vended, end, expiration, usableUntilMillis, unexpected, id);
  }

  public S3Path scope() {
    return scope;
  }

  /** The service's text for the scope, if {@link #scope} is not based on it. */
  public Optional<String> unexpectedScope() {
    return unexpectedScope;
  }

  /** The service's ID of the call that vended them, if it is known. */
  public Optional<String> requestId() {
    return requestId;
  }

  public Permission permission() {
    return permission;
  }

  /** The credentials that sign a request. */
  public SigningCredentials signing() {
    return credentials;
  }

  /** The end that the service named, by its own clock; for messages. */
  public Instant expiration() {
    return expiration;
  }

  /** The time from vending to the end. */
  public Duration life() {
    return Duration.between(vended, end);
  }

  /** When they were vended, by our clock. */
  public Instant vended() {
    return vended;
  }

  /** The time from which no request is given these credentials, in milliseconds by our clock. */
  long usableUntilMillis() {
    return usableUntilMillis;
  }

  /**
   * Whether they have ended.
   *
   * @param nowMillis in milliseconds, by our clock
   */
  public boolean hasExpired(long nowMillis) {
    return nowMillis >= endMillis;
  }

  /**
   * Whether these credentials may sign a request that needs {@code needed} on {@code path}.
   *
   * @param nowMillis in milliseconds, by our clock
   */
  public boolean covers(S3Path path, Permission needed, long nowMillis) {
    return nowMillis < usableUntilMillis && permission.covers(needed) && scope.covers(path);
  }

  /** Shows no part of the credentials. */
  @Override
  public String toString() {
    return permission + " on " + scope + " until " + expiration;
  }
}
