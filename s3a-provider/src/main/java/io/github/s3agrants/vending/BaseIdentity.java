package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** The caller's own credentials, as they were at one moment. Immutable; shows no part of them. */
public final class BaseIdentity {
  private final AwsCredentialsIdentity credentials;
  private final @Nullable Object source;
  private final Supplier<String> whence;

  private BaseIdentity(
      AwsCredentialsIdentity credentials, @Nullable Object source, Supplier<String> whence) {
    this.credentials = requireNonNull(credentials, "credentials");
    this.source = source;
    this.whence = requireNonNull(whence, "whence");
  }

  /**
   * The credentials as they are now; another implementation of the SDK's interface than its own
   * could change its mind about what it holds.
   *
   * @param source what they came from, if all credentials of one principal that come from this very
   *     object may do the same; null if that cannot be said
   */
  public static BaseIdentity of(AwsCredentialsIdentity credentials, @Nullable Object source) {
    return of(credentials, source, () -> "the S3 client's credentials provider");
  }

  /**
   * The same, and where they come from.
   *
   * @param whence names it to a user, if something is wrong with them; shows no part of them
   */
  public static BaseIdentity of(
      AwsCredentialsIdentity credentials, @Nullable Object source, Supplier<String> whence) {
    return new BaseIdentity(
        isImmutable(credentials) ? credentials : copy(credentials), source, whence);
  }

  /** Whether these are of a class whose objects never change. */
  public static boolean isImmutable(AwsCredentialsIdentity credentials) {
    Class<?> type = credentials.getClass();
    return type == AwsBasicCredentials.class || type == AwsSessionCredentials.class;
  }

  private static AwsCredentialsIdentity copy(AwsCredentialsIdentity credentials) {
    String key = credentials.accessKeyId();
    String secret = credentials.secretAccessKey();
    if (key == null || secret == null) {
      return AnonymousCredentialsProvider.create().resolveCredentials();
    }
    return credentials instanceof AwsSessionCredentialsIdentity
        ? AwsSessionCredentials.create(
            key, secret, ((AwsSessionCredentialsIdentity) credentials).sessionToken())
        : AwsBasicCredentials.create(key, secret);
  }

  public AwsCredentialsIdentity credentials() {
    return credentials;
  }

  /** Whether these are nobody's. */
  boolean isAnonymous() {
    return credentials.accessKeyId() == null || credentials.secretAccessKey() == null;
  }

  /** See {@link #of}. */
  @Nullable Object source() {
    return source;
  }

  /** Where they come from, in words for a user. */
  String whence() {
    return whence.get();
  }

  /** Without any part of the credentials. */
  @Override
  public String toString() {
    return "the caller's own credentials";
  }
}
