package io.github.s3agrants.tables;

import io.github.s3agrants.emulator.api.Principal;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * The credentials of whoever runs the current step. The executors of Spark in one JVM have one
 * identity, so the tests change it between steps.
 */
public final class CurrentUser implements AwsCredentialsProvider {
  private static volatile Principal user = Lakehouse.OWNER;

  /** S3A and the library look for this constructor. */
  public CurrentUser() {}

  /** Iceberg looks for this method. */
  public static CurrentUser create() {
    return new CurrentUser();
  }

  static void become(Principal next) {
    user = next;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    Principal now = user;
    return AwsBasicCredentials.create(now.accessKey(), now.secretKey());
  }
}
