package io.github.s3agrants.hadoop33;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSSessionCredentials;
import com.amazonaws.auth.AnonymousAWSCredentials;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.BasicSessionCredentials;
import io.github.s3agrants.credentials.SigningCredentials;
import java.util.Optional;

/** Converts credentials between the forms of the core and of version 1 of the SDK. */
final class V1Credentials {
  private V1Credentials() {}

  /**
   * Returns the SDK's form of credentials: one object for all requests that they sign.
   *
   * @throws IllegalStateException for a marker, which signs nothing
   */
  static AWSCredentials of(SigningCredentials credentials) {
    return credentials.as(AWSCredentials.class, V1Credentials::convert);
  }

  private static AWSCredentials convert(SigningCredentials credentials) {
    if (credentials.isMarker()) {
      throw new IllegalStateException("A marker signs nothing");
    }
    if (credentials.isAnonymous()) {
      return new AnonymousAWSCredentials();
    }
    String key = credentials.accessKeyId();
    String secret = credentials.secretAccessKey();
    return credentials
        .sessionToken()
        .<AWSCredentials>map(token -> new BasicSessionCredentials(key, secret, token))
        .orElseGet(() -> new BasicAWSCredentials(key, secret));
  }

  /**
   * Copies credentials as they are now. Classes of the SDK's interface may change their content.
   */
  static SigningCredentials copy(AWSCredentials credentials) {
    String key = credentials.getAWSAccessKeyId();
    String secret = credentials.getAWSSecretKey();
    if (key == null || secret == null) {
      return SigningCredentials.anonymous();
    }
    return credentials instanceof AWSSessionCredentials
        ? SigningCredentials.session(
            key, secret, ((AWSSessionCredentials) credentials).getSessionToken(), Optional.empty())
        : SigningCredentials.longTerm(key, secret);
  }

  /** Whether credentials are of a class whose objects never change. */
  static boolean isImmutable(AWSCredentials credentials) {
    Class<?> type = credentials.getClass();
    return type == BasicAWSCredentials.class || type == BasicSessionCredentials.class;
  }
}
