package io.github.s3agrants.hadoop33;

import com.amazonaws.AbortedException;
import com.amazonaws.AmazonClientException;
import com.amazonaws.SdkClientException;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import io.github.s3agrants.advice.FailureText;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.vending.VendingException;
import org.apache.hadoop.fs.s3a.CredentialInitializationException;

/**
 * Translates failures into exceptions that S3A of Hadoop 3.3 handles well ({@code
 * S3AUtils.translateException}):
 *
 * <ul>
 *   <li>If a service answered, an {@code AmazonS3Exception}: 403 becomes AccessDeniedException at
 *       once, 503 is retried by the policy for throttling, 404 is a missing file or bucket.
 *   <li>If no service answered, a {@code SdkClientException}, which S3A treats like the same fault
 *       of S3.
 *   <li>If a service has never answered, one that S3A does not retry.
 *   <li>If the file system was closed or the thread was interrupted, an {@code AbortedException}.
 * </ul>
 */
final class V1Exceptions {
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  /** So that nothing takes exceptions of this library for answers of S3. */
  private static final String SERVICE = "S3 Access Grants";

  private V1Exceptions() {}

  /** Translates a failed decision. */
  static AmazonClientException of(Throwable failure, RequestOrigin origin) {
    if (failure instanceof AmazonClientException) {
      // From the provider of the base credentials: S3A gets these without this library too.
      return (AmazonClientException) failure;
    }
    if (!(failure instanceof VendingException)) {
      return refused("S3 Access Grants: unexpected failure, nothing was sent: " + failure, origin);
    }
    VendingException e = (VendingException) failure;
    String text = FailureText.of(e, origin);
    if (e.kind() == Kind.THROTTLED) {
      return answered(e, UNAVAILABLE, "ServiceUnavailable", text);
    }
    if (e.kind() == Kind.UNREACHABLE) {
      return unreachable(e, FailureText.withRequestId(e, text));
    }
    if (e.kind() == Kind.NO_BUCKET) {
      return answered(e, NOT_FOUND, "NoSuchBucket", text);
    }
    if (e.kind().isTransient() && e.kind() != Kind.CLOCK_SKEW) {
      return new SdkClientException(FailureText.withRequestId(e, text), e);
    }
    return e.kind() == Kind.CLOSED
        ? new AbortedException(FailureText.withRequestId(e, text), e)
        : answered(e, FORBIDDEN, "AccessDenied", text);
  }

  private static AmazonS3Exception answered(
      VendingException e, int status, String code, String text) {
    AmazonS3Exception answered = exception(new AmazonS3Exception(text, e), status, code, text);
    e.requestId().ifPresent(answered::setRequestId);
    return answered;
  }

  /** S3A makes this an AccessDeniedException, which it does not retry. */
  private static AmazonClientException unreachable(VendingException e, String text) {
    return new CredentialInitializationException(text, e);
  }

  /** An exception for a request that was not sent, and that a retry does not help. */
  static AmazonS3Exception refused(String message, RequestOrigin origin) {
    String text = message + " " + origin;
    return exception(new AmazonS3Exception(text), FORBIDDEN, "AccessDenied", text);
  }

  /** An exception for a request whose next attempt will be signed with other credentials. */
  static AmazonS3Exception retriable(String message, RequestOrigin origin) {
    String text = message + " " + origin;
    return exception(new AmazonS3Exception(text), UNAVAILABLE, "ServiceUnavailable", text);
  }

  /** An exception for an object that does not exist, as far as the caller may know. */
  static AmazonS3Exception notFound(String message, RequestOrigin origin) {
    String text = message + " " + origin;
    return exception(new AmazonS3Exception(text), NOT_FOUND, "NoSuchKey", text);
  }

  /** Whether an exception was made here. */
  static boolean isOwn(AmazonS3Exception failure) {
    return SERVICE.equals(failure.getServiceName());
  }

  private static AmazonS3Exception exception(
      AmazonS3Exception made, int status, String code, String message) {
    made.setStatusCode(status);
    made.setErrorCode(code);
    made.setErrorMessage(message);
    made.setServiceName(SERVICE);
    return made;
  }
}
