package io.github.s3agrants.grants;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Vended credentials with what they cover and how long they live. Immutable, and equal only to
 * itself.
 *
 * <p>Times are wall-clock, as the service gives them.
 */
public final class Grant {
  /** Enough for a signed request to arrive, also where the clocks differ a little. */
  private static final Duration LONGEST_MARGIN = Duration.ofSeconds(10);

  private static final int MARGIN_DIVISOR = 20;

  private final S3Path scope;
  private final Permission permission;
  private final AwsSessionCredentials credentials;
  private final Instant vended;
  private final Instant expiration;
  private final long expirationMillis;
  private final long usableUntilMillis;
  private final FixedIdentityProvider identity;

  private Grant(
      S3Path scope,
      Permission permission,
      AwsSessionCredentials credentials,
      Instant vended,
      Instant expiration,
      long usableUntilMillis) {
    this.scope = requireNonNull(scope, "scope");
    this.permission = requireNonNull(permission, "permission");
    this.credentials = requireNonNull(credentials, "credentials");
    this.vended = requireNonNull(vended, "vended");
    this.expiration = requireNonNull(expiration, "expiration");
    this.expirationMillis = expiration.toEpochMilli();
    this.usableUntilMillis = usableUntilMillis;
    this.identity = FixedIdentityProvider.of(credentials);
  }

  /**
   * Credentials fresh from the service.
   *
   * @param scope what the credentials cover
   * @param permission what they were asked for, which is all that they may do
   * @param vended when they were vended; they are dropped a twentieth of their life before they
   *     expire, at most 10 seconds
   */
  public static Grant of(
      S3Path scope,
      Permission permission,
      AwsSessionCredentials credentials,
      Instant vended,
      Instant expiration) {
    Duration part = Duration.between(vended, expiration).dividedBy(MARGIN_DIVISOR);
    Duration margin = part.compareTo(LONGEST_MARGIN) < 0 ? part : LONGEST_MARGIN;
    return new Grant(
        scope,
        permission,
        credentials,
        vended,
        expiration,
        expiration.minus(margin).toEpochMilli());
  }

  public S3Path scope() {
    return scope;
  }

  public Permission permission() {
    return permission;
  }

  public AwsSessionCredentials credentials() {
    return credentials;
  }

  /** The credentials in the form in which the SDK takes an identity; one for all requests. */
  public FixedIdentityProvider identity() {
    return identity;
  }

  public Instant expiration() {
    return expiration;
  }

  /** From vending to expiration. */
  Duration life() {
    return Duration.between(vended, expiration);
  }

  Instant vended() {
    return vended;
  }

  /** The last moment, in milliseconds since the epoch, at which a request is given these. */
  long usableUntilMillis() {
    return usableUntilMillis;
  }

  /** Whether they have ended, at a time in milliseconds since the epoch. */
  public boolean hasExpired(long nowMillis) {
    return nowMillis >= expirationMillis;
  }

  /** Whether these credentials may sign what {@code permission} on {@code path} needs, now. */
  public boolean covers(S3Path path, Permission needed, long nowMillis) {
    return nowMillis < usableUntilMillis && permission.covers(needed) && scope.covers(path);
  }

  /** Without any part of the credentials. */
  @Override
  public String toString() {
    return permission + " on " + scope + " until " + expiration;
  }
}
