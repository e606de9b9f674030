package io.github.s3agrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The S3 error codes that mean that credentials have expired or are invalid. */
class CredentialErrorCodesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "TokenRefreshRequired"})
  void these_codes_are_of_the_credentials(String code) {
    assertThat(CredentialErrorCodes.isOfCredentials(code)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccessDenied", "NoSuchKey", "SignatureDoesNotMatch", "SlowDown", ""})
  void others_are_not(String code) {
    assertThat(CredentialErrorCodes.isOfCredentials(code)).isFalse();
  }

  @Test
  void what_has_no_code_has_an_empty_one() {
    assertThat(CredentialErrorCodes.codeOf(S3Exception.builder().build())).isEmpty();
    AwsErrorDetails.Builder details = AwsErrorDetails.builder();
    assertThat(CredentialErrorCodes.codeOf(error(details.build()))).isEmpty();
    assertThat(CredentialErrorCodes.codeOf(error(details.errorCode("ExpiredToken").build())))
        .isEqualTo("ExpiredToken");
  }

  private static S3Exception error(AwsErrorDetails details) {
    return (S3Exception) S3Exception.builder().awsErrorDetails(details).build();
  }
}
