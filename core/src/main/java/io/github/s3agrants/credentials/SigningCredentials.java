package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * AWS credentials that sign a request: access key, secret key and, for a session, its token; or
 * anonymous credentials; or a marker, which signs nothing. The value never changes, and {@code
 * toString} shows no part of it. Thread-safe.
 */
public final class SigningCredentials {
  private static final SigningCredentials ANONYMOUS =
      new SigningCredentials(Kind.ANONYMOUS, "", "", Optional.empty(), Optional.empty());

  private enum Kind {
    KEYS,
    ANONYMOUS,
    MARKER
  }

  private final Kind kind;
  private final String accessKeyId;
  private final String secretAccessKey;
  private final Optional<String> sessionToken;
  private final Optional<Instant> expiration;

  /** See {@link #as}. */
  private volatile @Nullable Object form;

  private SigningCredentials(
      Kind kind,
      String accessKeyId,
      String secretAccessKey,
      Optional<String> sessionToken,
      Optional<Instant> expiration) {
    this.kind = kind;
    this.accessKeyId = requireNonNull(accessKeyId, "accessKeyId");
    this.secretAccessKey = requireNonNull(secretAccessKey, "secretAccessKey");
    this.sessionToken = requireNonNull(sessionToken, "sessionToken");
    this.expiration = requireNonNull(expiration, "expiration");
  }

  /** Long-term keys, which do not expire. */
  public static SigningCredentials longTerm(String accessKeyId, String secretAccessKey) {
    return new SigningCredentials(
        Kind.KEYS, accessKeyId, secretAccessKey, Optional.empty(), Optional.empty());
  }

  /**
   * The credentials of a session.
   *
   * @param expiration when they expire, by the clock of the service that issued them; empty if
   *     unknown
   */
  public static SigningCredentials session(
      String accessKeyId,
      String secretAccessKey,
      String sessionToken,
      Optional<Instant> expiration) {
    return new SigningCredentials(
        Kind.KEYS, accessKeyId, secretAccessKey, Optional.of(sessionToken), expiration);
  }

  /** Anonymous credentials: a request that has them is not signed. */
  public static SigningCredentials anonymous() {
    return ANONYMOUS;
  }

  /**
   * A marker in the place of base credentials, for a process that has none. It signs nothing.
   *
   * @param id tells callers apart: markers with equal ids are the same caller; not a secret
   */
  public static SigningCredentials marker(String id) {
    return new SigningCredentials(Kind.MARKER, "", "", Optional.of(id), Optional.empty());
  }

  public boolean isAnonymous() {
    return kind == Kind.ANONYMOUS;
  }

  /** Whether this is a marker, which must never sign a request. */
  public boolean isMarker() {
    return kind == Kind.MARKER;
  }

  /** Empty if these are no keys. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** Empty if these are no keys. */
  public String secretAccessKey() {
    return secretAccessKey;
  }

  /** Empty for long-term keys; the id of a marker. */
  public Optional<String> sessionToken() {
    return sessionToken;
  }

  /** When they expire, by the clock of the service that issued them; empty if unknown. */
  public Optional<Instant> expiration() {
    return expiration;
  }

  /**
   * The same credentials in the form that an SDK uses. The form is created once and kept, so that
   * signing many requests does not create an object for each. Threads that call this at the same
   * time may each create one.
   *
   * @param type the class of the form
   * @param conversion creates the form from these credentials
   */
  public <T> T as(Class<T> type, Function<SigningCredentials, T> conversion) {
    Object present = form;
    if (type.isInstance(present)) {
      return type.cast(present);
    }
    T made = conversion.apply(this);
    form = made;
    return made;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (this == o) {
      return true;
    }
    if (!(o instanceof SigningCredentials)) {
      return false;
    }
    SigningCredentials other = (SigningCredentials) o;
    return kind == other.kind
        && accessKeyId.equals(other.accessKeyId)
        && secretAccessKey.equals(other.secretAccessKey)
        && sessionToken.equals(other.sessionToken)
        && expiration.equals(other.expiration);
  }

  @Override
  public int hashCode() {
    return Objects.hash(accessKeyId, sessionToken, expiration);
  }

  /** Shows no part of the credentials. */
  @Override
  public String toString() {
    return "SigningCredentials";
  }
}
