package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * AWS credentials that sign a request: access key, secret key and, for a session, its token; or
 * anonymous credentials. The value never changes, and {@code toString} shows no part of it.
 * Thread-safe.
 */
public final class SigningCredentials {
  private static final SigningCredentials ANONYMOUS =
      new SigningCredentials(true, "", "", Optional.empty(), Optional.empty());

  private final boolean anonymous;
  private final String accessKeyId;
  private final String secretAccessKey;
  private final Optional<String> sessionToken;
  private final Optional<Instant> expiration;

  /** See {@link #as}. */
  private volatile @Nullable Object form;

  private SigningCredentials(
      boolean anonymous,
      String accessKeyId,
      String secretAccessKey,
      Optional<String> sessionToken,
      Optional<Instant> expiration) {
    this.anonymous = anonymous;
    this.accessKeyId = requireNonNull(accessKeyId, "accessKeyId");
    this.secretAccessKey = requireNonNull(secretAccessKey, "secretAccessKey");
    this.sessionToken = requireNonNull(sessionToken, "sessionToken");
    this.expiration = requireNonNull(expiration, "expiration");
  }

  /** Long-term keys, which do not expire. */
  public static SigningCredentials longTerm(String accessKeyId, String secretAccessKey) {
    return new SigningCredentials(
        false, accessKeyId, secretAccessKey, Optional.empty(), Optional.empty());
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
        false, accessKeyId, secretAccessKey, Optional.of(sessionToken), expiration);
  }

  /** Anonymous credentials: a request that has them is not signed. */
  public static SigningCredentials anonymous() {
    return ANONYMOUS;
  }

  public boolean isAnonymous() {
    return anonymous;
  }

  /** Empty if {@linkplain #isAnonymous() anonymous}. */
  public String accessKeyId() {
    return accessKeyId;
  }

  /** Empty if {@linkplain #isAnonymous() anonymous}. */
  public String secretAccessKey() {
    return secretAccessKey;
  }

  /** Empty for long-term keys. */
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
    return anonymous == other.anonymous
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
