package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.SigningCredentials;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** Converts credentials between the forms of the core and of the SDK. */
public final class SdkCredentials {
  private SdkCredentials() {}

  /**
   * Returns the SDK's form of credentials: one object for all requests that they sign.
   *
   * @throws IllegalStateException for a marker, which signs nothing
   */
  public static FixedIdentityProvider provider(SigningCredentials credentials) {
    return credentials.as(FixedIdentityProvider.class, SdkCredentials::convert);
  }

  private static FixedIdentityProvider convert(SigningCredentials credentials) {
    return FixedIdentityProvider.of(identity(credentials));
  }

  private static AwsCredentialsIdentity identity(SigningCredentials credentials) {
    if (credentials.isMarker()) {
      throw new IllegalStateException("A marker signs nothing");
    }
    if (credentials.isAnonymous()) {
      return AnonymousCredentialsProvider.create().resolveCredentials();
    }
    String key = credentials.accessKeyId();
    String secret = credentials.secretAccessKey();
    return credentials
        .sessionToken()
        .<AwsCredentialsIdentity>map(token -> AwsSessionCredentials.create(key, secret, token))
        .orElseGet(() -> AwsBasicCredentials.create(key, secret));
  }

  /**
   * Copies credentials as they are now. The SDK's own classes are immutable, so their objects also
   * sign as they are. Other implementations of the SDK's interface may change what they contain.
   */
  public static SigningCredentials of(AwsCredentialsIdentity identity) {
    SigningCredentials copy = copy(identity);
    if (isImmutable(identity)) {
      var unused =
          copy.as(FixedIdentityProvider.class, ignored -> FixedIdentityProvider.of(identity));
    }
    return copy;
  }

  /** Whether credentials are of a class whose objects never change. */
  public static boolean isImmutable(AwsCredentialsIdentity identity) {
    Class<?> type = identity.getClass();
    return type == AwsBasicCredentials.class || type == AwsSessionCredentials.class;
  }

  private static SigningCredentials copy(AwsCredentialsIdentity identity) {
    String key = identity.accessKeyId();
    String secret = identity.secretAccessKey();
    if (key == null || secret == null) {
      return SigningCredentials.anonymous();
    }
    return identity instanceof AwsSessionCredentialsIdentity
        ? SigningCredentials.session(
            key,
            secret,
            ((AwsSessionCredentialsIdentity) identity).sessionToken(),
            identity.expirationTime())
        : SigningCredentials.longTerm(key, secret);
  }
}
