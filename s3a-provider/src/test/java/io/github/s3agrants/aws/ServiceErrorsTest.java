package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3control.model.S3ControlException;

/** How errors of the services are classified, by code, by status and by message. */
class ServiceErrorsTest {
  @ParameterizedTest
  @CsvSource({
    "AccessDenied, 403, DENIED",
    "AccessDeniedException, 400, DENIED",
    "Forbidden, 403, DENIED",
    "UnauthorizedAccess, 401, DENIED",
    "NoSuchAccessGrantError, 404, DENIED",
    "StsNotAuthorizedError, 403, LOCATION_ROLE",
    "StsNotAuthorizedError, 400, LOCATION_ROLE",
    "AccessGrantsInstanceNotExistsError, 404, NO_INSTANCE",
    "NoSuchAccessGrantsInstance, 404, NO_INSTANCE",
    "NoSuchAccessGrantsLocationError, 404, NO_INSTANCE",
    "ExpiredToken, 400, CALLER_CREDENTIALS",
    "ExpiredTokenException, 403, CALLER_CREDENTIALS",
    "InvalidAccessKeyId, 403, CALLER_CREDENTIALS",
    "InvalidClientTokenId, 403, CALLER_CREDENTIALS",
    "InvalidToken, 400, CALLER_CREDENTIALS",
    "SignatureDoesNotMatch, 403, CALLER_CREDENTIALS",
    "TokenRefreshRequired, 400, CALLER_CREDENTIALS",
    "RequestTimeTooSkewed, 403, CLOCK_SKEW",
    "RequestExpired, 400, CLOCK_SKEW",
    "RequestInTheFuture, 403, CLOCK_SKEW",
    "InvalidRequest, 400, BAD_REQUEST",
    "InvalidAccessGrant, 400, BAD_REQUEST",
    "MalformedQueryString, 404, BAD_REQUEST",
    "StsPackedPolicyTooLargeError, 400, BAD_REQUEST",
    "StsValidationError, 400, BAD_REQUEST",
    "PermanentRedirect, 301, BAD_REQUEST",
    "SomethingNew, 400, BAD_REQUEST",
    "SomethingNew, 401, BAD_REQUEST",
    "SomethingNew, 403, BAD_REQUEST",
    "SomethingNew, 404, BAD_REQUEST",
    "SlowDown, 503, THROTTLED",
    "Throttling, 400, THROTTLED",
    "ThrottlingException, 400, THROTTLED",
    "ThrottledException, 400, THROTTLED",
    "TooManyRequests, 400, THROTTLED",
    "TooManyRequestsException, 400, THROTTLED",
    "RequestLimitExceeded, 400, THROTTLED",
    "RequestThrottled, 400, THROTTLED",
    "RequestThrottledException, 400, THROTTLED",
    "BandwidthLimitExceeded, 400, THROTTLED",
    "SomethingNew, 429, THROTTLED",
    "RequestTimeout, 400, UNAVAILABLE",
    "RequestTimeoutException, 400, UNAVAILABLE",
    "PriorRequestNotComplete, 400, UNAVAILABLE",
    "SomethingNew, 408, UNAVAILABLE",
    "OperationAborted, 409, UNAVAILABLE",
    "SomethingNew, 409, UNAVAILABLE",
    "InternalError, 500, UNAVAILABLE",
    "InternalFailure, 500, UNAVAILABLE",
    "ServiceUnavailable, 503, UNAVAILABLE",
    "SomethingNew, 502, UNAVAILABLE",
    "SomethingNew, 500, UNAVAILABLE",
    "SomethingNew, 499, BAD_REQUEST",
    "SomethingNew, 300, BAD_REQUEST",
    "SomethingNew, 299, UNAVAILABLE",
  })
  void a_code_decides_and_else_the_status(String code, int status, Kind kind) {
    AccessGrantsException e = translate(code, status, "words");
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.getMessage()).isEqualTo(code + ": words");
    assertThat(e.requestId()).contains("id-1");
  }

  /** Access Grants denies a target; IAM denies the call itself. A key may contain either text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "User: arn:aws:iam::1:user/a is not authorized to perform: s3:GetDataAccess on resource:"
            + " arn:aws:s3:us-east-1:1:access-grants/default; NOT_AUTHORIZED",
        "arn:aws:iam::1:user/a is not authorized to perform: s3:GetAccessGrantsInstanceForPrefix;"
            + " NOT_AUTHORIZED",
        "User: a is not authorized to perform: s3:GetDataAccess on s3://b; NOT_AUTHORIZED",
        "You do not have READ permissions to the requested S3 Prefix: s3://b/k; DENIED",
        "You do not have READ permissions to the requested S3 Prefix: s3://b/x is not authorized"
            + " to perform: s3:GetDataAccess; DENIED",
        "Access Denied; DENIED",
      })
  void what_iam_refuses_is_no_word_about_a_grant(String message, Kind kind) {
    assertThat(translate("AccessDenied", 403, message).kind()).isEqualTo(kind);
    assertThat(translate("InternalError", 500, message).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 400, 401, 403, 404, 405, 408, 409, 429, 500, 502, 503, 504})
  void an_answer_without_a_code_is_not_the_services_word(int status) {
    for (String code : new String[] {null, "", " "}) {
      AccessGrantsException e = translate(code, status, null);
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(e.getMessage())
          .contains("HTTP status " + status)
          .contains("no error code")
          .contains("proxy");
      assertThat(e.requestId()).contains("id-1");
    }
  }

  @Test
  void an_answer_without_details_is_told_by_its_status() {
    AccessGrantsException e = translate(S3ControlException.builder().statusCode(502).build());
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.getMessage()).startsWith("HTTP status 502");
    assertThat(translate("AccessDenied", 403, null).getMessage()).isEqualTo("AccessDenied");
  }

  /** The service may report a wrong clock as a wrong signature; the Date of its answer shows it. */
  @ParameterizedTest
  @CsvSource({
    "SignatureDoesNotMatch, 403, CLOCK_SKEW",
    "InvalidAccessKeyId, 400, CALLER_CREDENTIALS",
    "AccessDenied, 403, DENIED",
    "NoSuchAccessGrantError, 403, DENIED",
    ", 403, UNAVAILABLE",
  })
  void a_wrong_signature_is_the_clocks_fault_if_the_services_is_far_from_it(
      @Nullable String code, int status, Kind kind) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().minus(Duration.ofHours(1)).atOffset(ZoneOffset.UTC));
    AwsErrorDetails details =
        AwsErrorDetails.builder()
            .errorCode(code)
            .errorMessage("words")
            .sdkHttpResponse(
                SdkHttpResponse.builder().statusCode(status).putHeader("Date", date).build())
            .build();
    AccessGrantsException e =
        translate(
            S3ControlException.builder()
                .statusCode(status)
                .awsErrorDetails(details)
                .clockSkew(Duration.ZERO)
                .build());
    assertThat(e.kind()).isEqualTo(kind);
  }

  @Test
  void a_service_that_cannot_be_reached_is_unavailable() {
    AccessGrantsException e = translate(SdkClientException.create("no route"));
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.getMessage()).contains("no route");
    assertThat(e.requestId()).isEmpty();
  }

  /** Only closing the library interrupts its threads and closes its connections. */
  @Test
  void what_the_closing_cuts_off_is_closed() {
    for (RuntimeException cut :
        new RuntimeException[] {
          new IllegalStateException("Connection pool shut down"),
          AbortedException.create("Thread was interrupted", new InterruptedException())
        }) {
      AccessGrantsException e = translate(cut);
      assertThat(e.kind()).isEqualTo(Kind.CLOSED);
      assertThat(e.getMessage()).contains("closed").contains(cut.getMessage());
    }
  }

  @Test
  void only_what_passes_is_transient_and_only_refusals_are_about_the_target() {
    Set<Kind> passing =
        EnumSet.of(Kind.THROTTLED, Kind.UNAVAILABLE, Kind.UNREACHABLE, Kind.CLOCK_SKEW);
    Set<Kind> aboutTarget = EnumSet.of(Kind.DENIED, Kind.LOCATION_ROLE, Kind.BAD_REQUEST);
    Set<Kind> refusals = EnumSet.of(Kind.DENIED, Kind.NOT_AUTHORIZED, Kind.LOCATION_ROLE);
    Set<Kind> aboutAsker = EnumSet.of(Kind.CALLER_CREDENTIALS, Kind.NOT_AUTHORIZED);
    for (Kind kind : Kind.values()) {
      assertThat(kind.isTransient()).isEqualTo(passing.contains(kind));
      assertThat(kind.isAboutTarget()).isEqualTo(aboutTarget.contains(kind));
      assertThat(kind.isRefusal()).isEqualTo(refusals.contains(kind));
      assertThat(kind.isAboutSigner()).isEqualTo(aboutAsker.contains(kind));
    }
  }

  private static AccessGrantsException translate(
      @Nullable String code, int status, @Nullable String message) {
    return translate(
        S3ControlException.builder()
            .statusCode(status)
            .requestId("id-1")
            .awsErrorDetails(
                AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
            .build());
  }

  private static AccessGrantsException translate(RuntimeException failure) {
    return assertThrows(
        AccessGrantsException.class,
        () ->
            ServiceErrors.translate(
                () -> {
                  throw failure;
                }));
  }
}
