package io.github.s3agrants.request;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.advice.FailureText;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.credentials.VendedCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Explains refusals by S3 of credentials that were vended for just that access. There was a grant
 * then, so something else forbids the access. S3 does not say what, and its answer to a HEAD says
 * nothing at all.
 */
final class S3Refusals {
  private static final ExecutionAttribute<Boolean> EXPLAINED =
      new ExecutionAttribute<>("io.github.s3agrants.Explained");

  private S3Refusals() {}

  /** Whether S3 refused access, as opposed to a signature, a clock or the state of an object. */
  static boolean isOne(Throwable failure) {
    return S3Exceptions.isForbiddenByS3(failure)
        && CredentialErrorCodes.isOfAccess(
            CredentialErrorCodes.codeOf((AwsServiceException) failure));
  }

  /**
   * Whether the refusal of this execution is still to be explained. True only once, however many
   * interceptors call this.
   */
  static boolean claim(ExecutionAttributes attributes) {
    boolean first = attributes.getAttribute(EXPLAINED) == null;
    attributes.putAttribute(EXPLAINED, true);
    return first;
  }

  /**
   * Returns the same failure, with the same class, status, code and IDs, and a message that says
   * where to look.
   */
  static AwsServiceException explained(
      AwsServiceException refusal, VendedCredentials vended, Access access, RequestOrigin origin) {
    AwsErrorDetails details = refusal.awsErrorDetails();
    String said = details == null ? null : details.errorMessage();
    String text = FailureText.ofRefusalByS3(said, vended, access, origin);
    AwsErrorDetails.Builder better =
        details == null
            ? AwsErrorDetails.builder()
                .sdkHttpResponse(SdkHttpResponse.builder().statusCode(refusal.statusCode()).build())
            : details.toBuilder();
    AwsServiceException explained =
        refusal.toBuilder()
            .message(text)
            .awsErrorDetails(better.errorMessage(text).build())
            .build();
    explained.setStackTrace(refusal.getStackTrace());
    return explained;
  }
}
