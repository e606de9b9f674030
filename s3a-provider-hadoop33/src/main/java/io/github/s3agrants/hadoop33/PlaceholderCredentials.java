package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;

import com.amazonaws.auth.AWSCredentials;
import io.github.s3agrants.settings.EntryPoints;
import io.github.s3agrants.vending.BaseIdentity;
import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Credentials that S3A holds in place of the base credentials, which only the signer can take out
 * again. They also lead the signer, of which the SDK makes one for each request, to what decides
 * for the file system. Immutable; shows no part of the base credentials.
 */
final class PlaceholderCredentials implements AWSCredentials {
  private static final int SECRET_BITS = 256;

  /** Random in each process, so that nobody can make a server accept it. */
  private static final String SECRET = new BigInteger(SECRET_BITS, new SecureRandom()).toString(36);

  private final FileSystemDoor door;
  private final BaseIdentity base;

  PlaceholderCredentials(FileSystemDoor door, BaseIdentity base) {
    this.door = requireNonNull(door, "door");
    this.base = requireNonNull(base, "base");
  }

  /** Decides on the requests of the file system. */
  FileSystemDoor door() {
    return door;
  }

  /** The base credentials. */
  BaseIdentity base() {
    return base;
  }

  @Override
  public String getAWSAccessKeyId() {
    return EntryPoints.PLACEHOLDER_ACCESS_KEY_ID;
  }

  @Override
  public String getAWSSecretKey() {
    return SECRET;
  }

  @Override
  public String toString() {
    return "PlaceholderCredentials";
  }
}
