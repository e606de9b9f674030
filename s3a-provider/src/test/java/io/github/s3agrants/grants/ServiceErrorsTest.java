package io.github.s3agrants.grants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3control.model.S3ControlException;

class ServiceErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "AccessDenied, 403, DENIED",
    "NoSuchAccessGrantError, 404, DENIED",
    "StsNotAuthorizedError, 400, DENIED",
    "SomethingNew, 403, DENIED",
    "SomethingNew, 401, DENIED",
    "AccessGrantsInstanceNotExistsError, 404, NO_INSTANCE",
    "SomethingNew, 404, NO_INSTANCE",
    "ExpiredToken, 400, CALLER_CREDENTIALS",
    "InvalidAccessKeyId, 403, CALLER_CREDENTIALS",
    "InvalidClientTokenId, 403, CALLER_CREDENTIALS",
    "SignatureDoesNotMatch, 403, CALLER_CREDENTIALS",
    "InvalidRequest, 400, BAD_REQUEST",
    "StsPackedPolicyTooLargeError, 400, BAD_REQUEST",
    "SlowDown, 503, THROTTLED",
    "Throttling, 400, THROTTLED",
    "SomethingNew, 429, THROTTLED",
    "InternalError, 500, UNAVAILABLE",
    "ServiceUnavailable, 503, UNAVAILABLE",
  })
  void aCodeDecidesAndElseTheStatus(String code, int status, GrantException.Kind kind) {
    GrantException e = translate(code, status, "words");
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.getMessage()).isEqualTo(code + ": words");
    assertThat(e.requestId()).contains("id-1");
  }

  @Test
  void anAnswerWithoutDetailsIsToldByItsStatus() {
    GrantException e =
        assertThrows(
            GrantException.class,
            () ->
                ServiceErrors.translate(
                    () -> {
                      throw S3ControlException.builder().statusCode(502).build();
                    }));
    assertThat(e.kind()).isEqualTo(GrantException.Kind.UNAVAILABLE);
    assertThat(e.getMessage()).isEqualTo("HTTP status 502");
    assertThat(translate("AccessDenied", 403, null).getMessage()).isEqualTo("AccessDenied");
  }

  @Test
  void aServiceThatCannotBeReachedIsUnavailable() {
    GrantException e =
        assertThrows(
            GrantException.class,
            () ->
                ServiceErrors.translate(
                    () -> {
                      throw SdkClientException.create("no route");
                    }));
    assertThat(e.kind()).isEqualTo(GrantException.Kind.UNAVAILABLE);
    assertThat(e.getMessage()).contains("no route");
    assertThat(e.requestId()).isEmpty();
  }

  @Test
  void onlyOutagesPassAndOnlyRefusalsAreAboutTheTarget() {
    for (GrantException.Kind kind : GrantException.Kind.values()) {
      assertThat(kind.isTransient())
          .isEqualTo(
              kind == GrantException.Kind.THROTTLED || kind == GrantException.Kind.UNAVAILABLE);
      assertThat(kind.isAboutTarget())
          .isEqualTo(kind == GrantException.Kind.DENIED || kind == GrantException.Kind.BAD_REQUEST);
    }
  }

  private static GrantException translate(
      String code, int status, @org.jspecify.annotations.Nullable String message) {
    return assertThrows(
        GrantException.class,
        () ->
            ServiceErrors.translate(
                () -> {
                  throw S3ControlException.builder()
                      .statusCode(status)
                      .requestId("id-1")
                      .awsErrorDetails(
                          AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
                      .build();
                }));
  }
}
