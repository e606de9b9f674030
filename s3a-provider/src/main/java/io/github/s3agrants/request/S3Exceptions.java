package io.github.s3agrants.request;

import io.github.s3agrants.advice.FailureText;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.vending.VendingException;
import java.net.NoRouteToHostException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Translates failures into exceptions that S3A handles well:
 *
 * <ul>
 *   <li>If a service answered, an {@code S3Exception} with full details. S3A turns a 403 into
 *       AccessDeniedException at once, retries a 503 by its policy for throttling, and takes a 404
 *       of a HEAD for a missing file, or for a missing bucket if its code says so. A wrong clock is
 *       a 403, as it is when S3 itself answers so.
 *   <li>If no service answered, a {@code SdkClientException} with what the SDK met. S3A treats it
 *       like the same fault of S3.
 *   <li>If a service has never answered, one that S3A does not retry: {@code
 *       NoRouteToHostException}.
 *   <li>If the file system was closed, an {@code AbortedException}, which S3A does not retry.
 * </ul>
 */
public final class S3Exceptions {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  /**
   * The service name in exceptions of this library, so that nothing takes them for answers of S3.
   */
  private static final String SERVICE = "S3 Access Grants";

  private S3Exceptions() {}

  /**
   * Translates a failed decision into an exception for S3A.
   *
   * @param origin the S3A operation that sent the request
   */
  static SdkException of(Throwable failure, RequestOrigin origin) {
    if (failure instanceof SdkException) {
      // From the provider of the base credentials: S3A gets these without this library too.
      return (SdkException) failure;
    }
    if (!(failure instanceof VendingException)) {
      return refused("S3 Access Grants: unexpected failure, nothing was sent: " + failure, origin);
    }
    VendingException e = (VendingException) failure;
    String text = FailureText.of(e, origin);
    if (e.kind() == AccessGrantsException.Kind.THROTTLED) {
      return answered(e, UNAVAILABLE, "ServiceUnavailable", text);
    }
    if (e.kind() == AccessGrantsException.Kind.UNREACHABLE) {
      return unreachable(e, FailureText.withRequestId(e, text));
    }
    if (e.kind() == AccessGrantsException.Kind.NO_BUCKET) {
      return answered(e, NOT_FOUND, "NoSuchBucket", text);
    }
    if (e.kind().isTransient() && e.kind() != AccessGrantsException.Kind.CLOCK_SKEW) {
      return unanswered(e, FailureText.withRequestId(e, text));
    }
    return e.kind() == AccessGrantsException.Kind.CLOSED
        ? AbortedException.create(FailureText.withRequestId(e, text), e)
        : answered(e, FORBIDDEN, "AccessDenied", text);
  }

  private static SdkException answered(VendingException e, int status, String code, String text) {
    AwsServiceException.Builder builder = details(S3Exception.builder(), status, code, text);
    e.requestId().ifPresent(builder::requestId);
    return builder.cause(e).build();
  }

  /**
   * Returns an exception that S3A shows as a {@code NoRouteToHostException} and does not retry.
   * Between the two is one that is not of the network, so that the SDK does not retry either.
   */
  private static SdkException unreachable(VendingException e, String text) {
    NoRouteToHostException noRoute =
        new NoRouteToHostException("a service that was never reached is taken for a wrong set-up");
    noRoute.addSuppressed(e);
    return SdkClientException.builder()
        .message(text)
        .cause(new IllegalStateException(noRoute))
        .build();
  }

  /**
   * Returns the exception that S3A would get if S3 itself had not answered. S3A looks at the
   * innermost cause: for an error of the network, it retries by the policy for that error;
   * otherwise by the policy for client errors. The SDK does not retry, because it looks only at the
   * next cause, which is not of the network.
   */
  private static SdkException unanswered(VendingException e, String text) {
    Throwable innermost = e;
    boolean timeout = false;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      innermost = cause;
      timeout |=
          cause instanceof ApiCallTimeoutException
              || cause instanceof ApiCallAttemptTimeoutException;
    }
    SdkClientException.Builder builder =
        timeout ? ApiCallTimeoutException.builder() : SdkClientException.builder();
    builder.message(text);
    if (innermost.getMessage() != null) {
      return builder.cause(e).build();
    }
    // S3A dereferences the message of the innermost cause without a null check.
    SdkException unexplained = builder.build();
    unexplained.addSuppressed(e);
    return unexplained;
  }

  /** An exception for a request that was not sent, and that a retry does not help. */
  static SdkException refused(String message, RequestOrigin origin) {
    return details(S3Exception.builder(), FORBIDDEN, "AccessDenied", message + " " + origin)
        .build();
  }

  /** An exception for a request that is not well-formed. */
  public static SdkException invalid(String message) {
    return details(S3Exception.builder(), BAD_REQUEST, "InvalidArgument", message).build();
  }

  /** An exception for a request whose next attempt will be signed with other credentials. */
  static SdkException retriable(String message, RequestOrigin origin) {
    return details(S3Exception.builder(), UNAVAILABLE, "ServiceUnavailable", message + " " + origin)
        .build();
  }

  /** Whether S3 itself answered 403. Its answer to a HEAD has no more than the status. */
  static boolean isForbiddenByS3(Throwable failure) {
    return failure instanceof S3Exception
        && ((S3Exception) failure).statusCode() == FORBIDDEN
        && !isOwn((S3Exception) failure);
  }

  /** Whether a request failed because it got no credentials, so that S3 was not asked. */
  public static boolean isRefusedHere(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof S3Exception) {
        return isOwn((S3Exception) cause);
      }
    }
    return false;
  }

  /** Whether an exception was made here. */
  private static boolean isOwn(S3Exception failure) {
    return failure.awsErrorDetails() != null
        && SERVICE.equals(failure.awsErrorDetails().serviceName());
  }

  /** An exception for an object that does not exist, as far as the caller may know. */
  static SdkException notFound(String message, RequestOrigin origin) {
    return details(NoSuchKeyException.builder(), NOT_FOUND, "NoSuchKey", message + " " + origin)
        .build();
  }

  private static AwsServiceException.Builder details(
      AwsServiceException.Builder builder, int status, String code, String message) {
    // S3A dereferences the details and the response in them without a null check.
    return builder
        .statusCode(status)
        .message(message)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(SERVICE)
                .errorCode(code)
                .errorMessage(message)
                .sdkHttpResponse(SdkHttpResponse.builder().statusCode(status).build())
                .build());
  }
}
