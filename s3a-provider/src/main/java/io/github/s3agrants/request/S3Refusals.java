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
 * What S3 itself refuses to credentials that were vended for just that: then the grant was there,
 * and something else forbids it. S3 does not say what, and to a HEAD nothing at all.
 */
final class S3Refusals {
  /** Error codes of S3 (API reference, error responses); none, where there is no body. */
  private static final Set<String> CODES = Set.of("", "AccessDenied", "Forbidden");

  private static final ExecutionAttribute<Boolean> EXPLAINED =
      new ExecutionAttribute<>("io.github.s3agrants.Explained");

  private S3Refusals() {}

  /** Whether S3 refused access, as opposed to a signature, a clock or an object's state. */
  static boolean isOne(Throwable failure) {
    return S3Exceptions.isForbiddenByS3(failure)
        && CODES.contains(CredentialErrorCodes.codeOf((AwsServiceException) failure));
  }

  /** Whether this execution's refusal is still to be explained: once, however many would. */
  static boolean claim(ExecutionAttributes attributes) {
    boolean first = attributes.getAttribute(EXPLAINED) == null;
    attributes.putAttribute(EXPLAINED, true);
    return first;
  }

  /** The same failure, of the same class, status, code and ids, that says where to look. */
  static AwsServiceException explained(
      AwsServiceException refusal, VendedCredentials vended, Access access, RequestOrigin origin) {
    AwsErrorDetails details = refusal.awsErrorDetails();
    String said = details == null ? null : details.errorMessage();
    String text =
        OneLine.of(
            String.format(
                "%s. S3 Access Grants vended credentials for %s %s, under a grant of %s on %s, and S3"
                    + " refused them. Check what the role of the grant's location may do, the policy of"
                    + " the object's KMS key, the bucket's policy and Object Ownership, and whether the"
                    + " grant was taken back. The grant is asked for afresh, at most once a minute.",
                said == null || said.isBlank() ? "S3 answered 403 and no more" : withoutStop(said),
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
