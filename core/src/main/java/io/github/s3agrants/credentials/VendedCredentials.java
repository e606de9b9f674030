package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Vended credentials with what they cover and how long they live. Immutable, and equal only to
 * itself.
 *
 * <p>Times are by the clock of whoever uses them, save the expiration that the service named, which
 * is for people.
 */
public final class VendedCredentials {
  /** Enough for a signed request to arrive, also where the clocks differ a little. */
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

  private VendedCredentials(
      S3Path scope,
      Permission permission,
      SigningCredentials credentials,
      Instant vended,
      Instant end,
      Instant expiration,
      long usableUntilMillis,
      Optional<String> unexpectedScope) {
    this.scope = requireNonNull(scope, "scope");
    this.permission = requireNonNull(permission, "permission");
    this.credentials = requireNonNull(credentials, "credentials");
    this.vended = requireNonNull(vended, "vended");
    this.end = requireNonNull(end, "end");
    this.expiration = requireNonNull(expiration, "expiration");
    this.endMillis = end.toEpochMilli();
    this.usableUntilMillis = usableUntilMillis;
    this.unexpectedScope = unexpectedScope;
  }

  /** Credentials from a service whose clock is ours. */
  public static VendedCredentials of(
      S3Path scope,
      Permission permission,
      SigningCredentials credentials,
      Instant vended,
      Instant expiration) {
    return of(scope, permission, credentials, vended, expiration, expiration);
  }

  /**
   * Credentials fresh from the service.
   *
   * @param scope what the credentials are used for
   * @param permission what they were asked for, which is all that they may do
   * @param vended when they were vended, by our clock; they are dropped a twentieth of their life
   *     before they end, at most 10 seconds
   * @param end when they end, by our clock
   * @param expiration the same as the service named it, by its clock
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
        Optional.empty());
  }

  /**
   * The same, which the service said to have another scope: one that cannot be read, or does not
   * cover what was asked.
   *
   * @param unexpected the text of the service
   */
  public VendedCredentials withUnexpectedScope(String unexpected) {
    return new VendedCredentials(
        scope,
        permission,
        credentials,
        vended,
        end,
        expiration,
        usableUntilMillis,
        Optional.of(unexpected));
  }

  public S3Path scope() {
    return scope;
  }

  /** What the service named as the scope, if that is not what {@link #scope} goes by. */
  public Optional<String> unexpectedScope() {
    return unexpectedScope;
  }

  public Permission permission() {
    return permission;
  }

  /** What signs a request. */
  public SigningCredentials signing() {
    return credentials;
  }

  /** When they end as the service named it, by its own clock: for texts. */
  public Instant expiration() {
    return expiration;
  }

  /** From vending to the end. */
  Duration life() {
    return Duration.between(vended, end);
  }

  Instant vended() {
    return vended;
  }

  /** The last moment, in milliseconds by our clock, at which a request is given these. */
  long usableUntilMillis() {
    return usableUntilMillis;
  }

  /** Whether they have ended, at a time in milliseconds by our clock. */
  public boolean hasExpired(long nowMillis) {
    return nowMillis >= endMillis;
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
