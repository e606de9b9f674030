package io.github.s3agrants.request;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What S3 says of credentials that it does not take, as opposed to what they are used for. */
final class CredentialErrorCodes {
  /** Error codes of S3 (API reference, error responses) for credentials that have ended. */
  private static final Set<String> CODES =
      Set.of("ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "TokenRefreshRequired");

  private CredentialErrorCodes() {}

  /** Whether an error code is about the credentials. */
  static boolean isOfCredentials(String code) {
    return CODES.contains(code);
  }

  /** The code of a failure; empty where the answer had none, as that to a HEAD. */
  static String codeOf(AwsServiceException failure) {
    String code = failure.awsErrorDetails() == null ? null : failure.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }
}
