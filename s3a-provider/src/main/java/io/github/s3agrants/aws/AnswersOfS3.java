package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.AccessGrantsException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Recognizes that S3 answered in place of S3 Control or STS, whose endpoint is set to S3's. */
public final class AnswersOfS3 {
  /**
   * Codes about a bucket, a key or a method, which only S3 has (API reference, error responses).
   */
  private static final Set<String> CODES =
      Set.of("NoSuchBucket", "NoSuchKey", "MethodNotAllowed", "PermanentRedirect");

  private AnswersOfS3() {}

  /**
   * Whether a failure has the form of S3's errors: without an {@code ErrorResponse} around the
   * error, and with what S3 says of a bucket or key that it takes the path for. No documentation
   * says that S3 Control never answers so, hence this counts only for a service that has never
   * answered otherwise.
   */
  public static boolean isOne(AccessGrantsException failure) {
    if (!(failure.getCause() instanceof AwsServiceException)) {
      return false;
    }
    AwsServiceException answer = (AwsServiceException) failure.getCause();
    AwsServiceException read = ServiceErrors.withBareCode(answer);
    String code = ServiceErrors.codeOf(read);
    return code != null
        && ServiceErrors.codeOf(answer) == null
        && (CODES.contains(code)
            || (code.equals("AccessDenied")
                && "Access Denied".equals(read.awsErrorDetails().errorMessage())));
  }
}
