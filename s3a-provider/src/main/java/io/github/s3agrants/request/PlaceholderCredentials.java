package io.github.s3agrants.request;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.settings.EntryPoints;
import io.github.s3agrants.vending.BaseIdentity;
import java.math.BigInteger;
import java.security.SecureRandom;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/**
 * Credentials that S3A holds in place of the base credentials, which only the interceptor can take
 * out again. A request that the interceptor has not seen, for whatever reason, is signed with an
 * access key that no service knows, and is refused. Immutable; shows no part of the base
 * credentials.
 */
final class PlaceholderCredentials implements AwsCredentials {
  private static final int SECRET_BITS = 256;

  /** Random in each process, so that nobody can make a server accept it. */
  private static final String SECRET = new BigInteger(SECRET_BITS, new SecureRandom()).toString(36);

  private final BaseIdentity base;

  PlaceholderCredentials(BaseIdentity base) {
    this.base = requireNonNull(base, "base");
  }

  /** The base credentials. */
  BaseIdentity base() {
    return base;
  }

  @Override
  public String accessKeyId() {
    return EntryPoints.PLACEHOLDER_ACCESS_KEY_ID;
  }

  @Override
  public String secretAccessKey() {
    return SECRET;
  }

  @Override
  public String toString() {
    return "PlaceholderCredentials";
  }
}
