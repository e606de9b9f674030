package io.github.s3agrants.request;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.OneLine;
import io.github.s3agrants.credentials.VendedCredentials;
import java.util.Set;
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
  /**
   * Codes of S3 for a refused access (API reference, error responses); empty if there is no body.
   */
  private static final Set<String> CODES = Set.of("", "AccessDenied", "Forbidden");

  private static final ExecutionAttribute<Boolean> EXPLAINED =
      new ExecutionAttribute<>("io.github.s3agrants.Explained");

  private S3Refusals() {}

  /** Whether S3 refused access, as opposed to a signature, a clock or the state of an object. */
  static boolean isOne(Throwable failure) {
    return S3Exceptions.isForbiddenByS3(failure)
        && CODES.contains(CredentialErrorCodes.codeOf((AwsServiceException) failure));
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
    String text =
        OneLine.of(
            String.format(
                "%s. S3 Access Grants vended credentials for %s %s, under a grant of %s on %s, and S3"
                    + " refused them. Check the permissions of the role of the grant's location, the"
                    + " policy of the object's KMS key, the bucket's policy and Object Ownership, and"
                    + " whether the grant was deleted. New credentials are requested, at most once a"
                    + " minute.",
                said == null || said.isBlank()
                    ? "S3 answered 403 without a reason"
                    : withoutStop(said),
                access,
                origin,
                vended.permission(),
                vended.scope()));
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

  private static String withoutStop(String text) {
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
