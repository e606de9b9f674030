package io.github.s3agrants.grants;

import io.github.s3agrants.grants.GrantException.Kind;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What an error of STS, S3 Control or S3 means. The codes are those that clients of the real
 * service handle; a code that nobody knows is judged by its HTTP status.
 */
final class ServiceErrors {
  private static final Map<Kind, Set<String>> CODES =
      Map.of(
          Kind.DENIED,
          Set.of(
              "AccessDenied",
              "Forbidden",
              "UnauthorizedAccess",
              "NoSuchAccessGrantError",
              "StsNotAuthorizedError"),
          Kind.CALLER_CREDENTIALS,
          Set.of(
              "ExpiredToken",
              "ExpiredTokenException",
              "InvalidAccessKeyId",
              "InvalidClientTokenId",
              "InvalidToken",
              "SignatureDoesNotMatch",
              "TokenRefreshRequired"),
          Kind.NO_INSTANCE,
          Set.of(
              "AccessGrantsInstanceNotExistsError",
              "NoSuchAccessGrantsInstance",
              "NoSuchAccessGrantsLocationError"),
          Kind.THROTTLED,
          Set.of("SlowDown", "Throttling", "ThrottlingException", "TooManyRequests"));

  private ServiceErrors() {}

  /**
   * Makes a call to a service.
   *
   * @throws GrantException in place of whatever the SDK throws
   */
  static <T> T translate(Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      throw new GrantException(kindOf(e), messageOf(e), e.requestId(), e);
    } catch (SdkClientException e) {
      String message = e.getMessage();
      throw new GrantException(
          Kind.UNAVAILABLE, message == null ? "The service cannot be reached." : message, null, e);
    }
  }

  private static Kind kindOf(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
    if (code != null) {
      for (Map.Entry<Kind, Set<String>> entry : CODES.entrySet()) {
        if (entry.getValue().contains(code)) {
          return entry.getKey();
        }
      }
    }
    int status = e.statusCode();
    if (status == 429) {
      return Kind.THROTTLED;
    }
    if (status == 401 || status == 403) {
      return Kind.DENIED;
    }
    return status == 404
        ? Kind.NO_INSTANCE
        : status >= 400 && status < 500 ? Kind.BAD_REQUEST : Kind.UNAVAILABLE;
  }

  private static String messageOf(AwsServiceException e) {
    if (e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null) {
      return "HTTP status " + e.statusCode();
    }
    String message = e.awsErrorDetails().errorMessage();
    return e.awsErrorDetails().errorCode() + (message == null ? "" : ": " + message);
  }
}
