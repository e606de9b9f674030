package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.aws.SdkModules;
import java.io.IOException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Says what is missing of version 2 of the AWS SDK. S3A of Hadoop 3.3 does not need it, so that
 * nobody may have put it on the class path.
 */
final class RequiredSdk {
  private RequiredSdk() {}

  /**
   * Refuses a class path without what this library calls.
   *
   * @throws IOException naming the modules to add
   */
  static void check() throws IOException {
    try {
      requireNonNull(SdkClient.class, "sdk-core");
      requireNonNull(S3Client.class, "s3");
      requireNonNull(ApacheHttpClient.class, "apache-client");
    } catch (NoClassDefFoundError e) {
      throw new IOException(
          String.format(
              "Version 2 of the AWS SDK, with which S3 Access Grants is called, is missing or not"
                  + " complete on the class path: %s. Add s3, s3control, sts and apache-client of"
                  + " software.amazon.awssdk, and what they need, there where hadoop-aws is. Version"
                  + " 1 stays too, for S3A (docs/hadoop-3.3.md).",
              e.getMessage()),
          e);
    }
    SdkModules.require();
  }
}
