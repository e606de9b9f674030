package io.github.s3agrants.request;

import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.vending.VendingException;
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
 * Failures in the form that S3A translates well. An {@code S3Exception} with full details, if the
 * services have spoken: a 403 becomes AccessDeniedException at once, a 503 is retried by S3A's
 * policy for throttling, a 404 of a HEAD is a missing file. A {@code SdkClientException} with what
 * the SDK met, if they have not: S3A treats it as it treats the same fault at S3. Neither is tried
 * again after the file system was closed.
 */
final class S3Exceptions {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  /** Of what this library makes, so that nothing takes it for an answer of S3. */
  private static final String SERVICE = "S3 Access Grants";

  private S3Exceptions() {}

  /**
   * A failed decision as S3A shall see it.
   *
   * @param origin which S3A operation sent the request
   */
  static SdkException of(Throwable failure, RequestOrigin origin) {
    if (failure instanceof SdkException) {
      // The base provider's own: S3A has always seen these.
      return (SdkException) failure;
    }
    if (!(failure instanceof VendingException)) {
      return refused("S3 Access Grants: unexpected failure, nothing was sent: " + failure, origin);
    }
    VendingException e = (VendingException) failure;
    String text = text(e, origin);
    if (e.kind() == AccessGrantsException.Kind.THROTTLED) {
      return answered(e, UNAVAILABLE, "ServiceUnavailable", text);
    }
    if (e.kind().isTransient()) {
      return unanswered(e, withRequestId(e, text));
    }
    return e.kind() == AccessGrantsException.Kind.CLOSED
        ? AbortedException.create(withRequestId(e, text), e)
        : answered(e, FORBIDDEN, "AccessDenied", text);
  }

  private static SdkException answered(VendingException e, int status, String code, String text) {
    AwsServiceException.Builder builder = details(S3Exception.builder(), status, code, text);
    e.requestId().ifPresent(builder::requestId);
    return builder.cause(e).build();
  }

  /**
   * As if S3 itself had not answered. S3A looks for the innermost cause: if it is of the network it
   * retries as that one deserves, else by its policy for errors of clients. The SDK does not retry:
   * it looks at the next cause alone, which is none of the network's.
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
    // S3A dereferences the innermost message without a look.
    SdkException unexplained = builder.build();
    unexplained.addSuppressed(e);
    return unexplained;
  }

  /** An error of a service shows it by itself. */
  private static String withRequestId(VendingException e, String text) {
    return e.requestId()
        .map(id -> text + " (Service: S3 Access Grants, Request ID: " + id + ")")
        .orElse(text);
  }

  /** Nothing was sent, and trying again will not help. */
  static SdkException refused(String message, RequestOrigin origin) {
    return details(S3Exception.builder(), FORBIDDEN, "AccessDenied", message + " " + origin)
        .build();
  }

  /** Nothing was sent, and the next attempt will be signed with fresh credentials. */
  static SdkException retriable(String message, RequestOrigin origin) {
    return details(S3Exception.builder(), UNAVAILABLE, "ServiceUnavailable", message + " " + origin)
        .build();
  }

  /** Whether S3 refused what was asked for; to a HEAD it says no more than the status. */
  static boolean isForbiddenByS3(Throwable failure) {
    return failure instanceof S3Exception
        && ((S3Exception) failure).statusCode() == FORBIDDEN
        && !isOwn((S3Exception) failure);
  }

  private static boolean isOwn(S3Exception failure) {
    return failure.awsErrorDetails() != null
        && SERVICE.equals(failure.awsErrorDetails().serviceName());
  }

  /** There is no such object, as far as the caller may know. */
  static SdkException notFound(String message, RequestOrigin origin) {
    return details(NoSuchKeyException.builder(), NOT_FOUND, "NoSuchKey", message + " " + origin)
        .build();
  }

  private static AwsServiceException.Builder details(
      AwsServiceException.Builder builder, int status, String code, String message) {
    // S3A dereferences the details and the response in them without a look.
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

  private static String text(VendingException e, RequestOrigin origin) {
    StringBuilder text = new StringBuilder("S3 Access Grants gave no credentials");
    e.access().ifPresent(access -> text.append(" for ").append(access));
    text.append(" ").append(origin);
    e.owner().ifPresent(owner -> text.append(" as ").append(owner.caller().principal()));
    e.instance().ifPresent(instance -> text.append(", asking ").append(instance));
    text.append(". ").append(e.getMessage());
    if (text.charAt(text.length() - 1) != '.') {
      text.append('.');
    }
    return OneLine.of(text.append(' ').append(Advice.on(e, origin)).toString());
  }
}
