package io.github.s3agrants.request;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The error codes with which S3 rejects credentials themselves, whatever they are used for. */
public final class CredentialErrorCodes {
  /** Codes of S3 for credentials that are no longer valid (API reference, error responses). */
  private static final Set<String> CODES =
      Set.of("ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "TokenRefreshRequired");

  /**
   * Codes of S3 for a refused access (API reference, error responses); empty if there is no body.
   */
  private static final Set<String> OF_ACCESS = Set.of("", "AccessDenied", "Forbidden");

  private CredentialErrorCodes() {}

  /** Whether an error code says that the credentials are not valid. */
  public static boolean isOfCredentials(String code) {
    return CODES.contains(code);
  }

  /**
   * Whether an error code says that access was refused, as opposed to a signature, a clock or the
   * state of an object.
   */
  public static boolean isOfAccess(String code) {
    return OF_ACCESS.contains(code);
  }

  /** Returns the error code of a failure; empty if the answer had none, as the answer to a HEAD. */
  static String codeOf(AwsServiceException failure) {
    String code = failure.awsErrorDetails() == null ? null : failure.awsErrorDetails().errorCode();
    return code == null ? "" : code;
  }
}
