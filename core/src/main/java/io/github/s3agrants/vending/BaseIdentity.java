package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The caller's own (base) credentials at one moment, and the provider that they come from. {@code
 * toString} shows no part of the credentials. Thread-safe.
 */
public final class BaseIdentity {
  private final SigningCredentials credentials;
  private final @Nullable Object source;
  private final Supplier<String> origin;
  private final @Nullable Object marked;

  /** The last key that was requested. It is nearly always the only one. */
  private volatile @Nullable BaseIdentityKey key;

  private BaseIdentity(
      SigningCredentials credentials,
      @Nullable Object source,
      Supplier<String> origin,
      @Nullable Object marked) {
    this.credentials = requireNonNull(credentials, "credentials");
    this.source = source;
    this.origin = requireNonNull(origin, "origin");
    this.marked = marked;
  }

  /**
   * Credentials whose provider has no known name.
   *
   * @param source the provider object, if all sessions of one principal that it provides have the
   *     same permissions; null if that is not known
   */
  public static BaseIdentity of(SigningCredentials credentials, @Nullable Object source) {
    return of(credentials, source, () -> "the S3 client's credentials provider");
  }

  /**
   * Credentials of a provider.
   *
   * @param source the provider object, if all sessions of one principal that it provides have the
   *     same permissions; null if that is not known
   * @param origin names the provider in error messages; shows no part of the credentials
   */
  public static BaseIdentity of(
      SigningCredentials credentials, @Nullable Object source, Supplier<String> origin) {
    return new BaseIdentity(credentials, source, origin, null);
  }

  /**
   * The caller of a process that has no credentials of its own. It signs nothing.
   *
   * @param id tells callers apart: equal ids are the same caller; not a secret
   * @param caller what the {@link GrantsClient} knows the caller by
   * @param origin says in error messages why there are no credentials
   */
  public static BaseIdentity marker(String id, Object caller, Supplier<String> origin) {
    return new BaseIdentity(SigningCredentials.marker(id), null, origin, caller);
  }

  public SigningCredentials credentials() {
    return credentials;
  }

  /** Whether this is a {@link #marker}. */
  public boolean isMarker() {
    return credentials.isMarker();
  }

  /** What a {@link #marker} was made for, if it is of this type. */
  public <T> Optional<T> marked(Class<T> type) {
    return type.isInstance(marked) ? Optional.of(type.cast(marked)) : Optional.empty();
  }

  boolean isAnonymous() {
    return credentials.isAnonymous();
  }

  /** See {@link #of}. */
  @Nullable Object source() {
    return source;
  }

  /** Names the provider, in words for users. */
  String origin() {
    return origin.get();
  }

  /**
   * The key of these credentials under settings. Created once.
   *
   * @throws io.github.s3agrants.credentials.AccessGrantsException if the credentials are anonymous
   */
  BaseIdentityKey key(ServiceSettings settings) {
    BaseIdentityKey present = key;
    if (present == null || !present.settings().equals(settings)) {
      present = new BaseIdentityKey(settings, credentials);
      key = present;
    }
    return present;
  }

  /** Shows no part of the credentials. */
  @Override
  public String toString() {
    return "the caller's own credentials";
  }
}
