package io.github.s3agrants.aws;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import software.amazon.awssdk.core.util.VersionInfo;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.GetDataAccessRequest;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Says which modules of the AWS SDK are missing. S3A itself needs neither S3 Control nor, for most
 * set-ups, STS, so that a class path with single modules may lack them.
 */
public final class SdkModules {
  private SdkModules() {}

  /**
   * Refuses a class path without what this library calls.
   *
   * @throws IOException naming the module to add
   */
  public static void require() throws IOException {
    try {
      touch(S3ControlClient.class);
    } catch (LinkageError e) {
      throw missing("s3control", e);
    }
    try {
      touch(GetDataAccessRequest.class);
    } catch (LinkageError e) {
      throw new IOException(
          String.format(
              "software.amazon.awssdk:s3control is too old: it has no GetDataAccess. Put it on the"
                  + " class path in the version of the AWS SDK there, which is %s, or replace all of"
                  + " it with software.amazon.awssdk:bundle.",
              VersionInfo.SDK_VERSION),
          e);
    }
    try {
      touch(StsClient.class);
    } catch (LinkageError e) {
      throw missing("sts", e);
    }
  }

  /** A class that is not there fails before this is called, where it is named. */
  private static void touch(Class<?> type) {
    requireNonNull(type, "type");
  }

  private static IOException missing(String module, LinkageError cause) {
    return new IOException(
        String.format(
            "software.amazon.awssdk:%s is not on the class path. Add it there where hadoop-aws is,"
                + " in the version of the AWS SDK's other modules, which is %s. The SDK's bundle"
                + " has it.",
            module, VersionInfo.SDK_VERSION),
        cause);
  }
}
