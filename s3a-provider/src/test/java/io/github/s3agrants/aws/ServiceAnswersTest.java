package io.github.s3agrants.aws;

import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.fixture.ScriptedServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** How the real SDK reads answers of the service, and answers of other servers. */
class ServiceAnswersTest {
  private static final SigningCredentials CALLER = SigningCredentials.longTerm("caller", "secret");

  private static final String HTML =
      "<!DOCTYPE html>\n<html><head><title>Blocked</title></head><body>Ask IT<br></body></html>";

  /** Statuses that the SDK does not retry, and one that it retries. */
  static Stream<Arguments> anothers() {
    return IntStream.of(302, 400, 401, 403, 404, 405, 503)
        .boxed()
        .flatMap(
            status ->
                Stream.of(
                        "",
                        HTML,
                        "<html><body><p>Code</p></body></html>",
                        "<html><body><Error>Code: AccessDenied</Error></body></html>",
                        "<Error><Message>no</Message></Error>",
                        "<ErrorResponse><Error><Message>no</Message></Error></ErrorResponse>",
                        "{\"error\":\"forbidden\"}")
                    .map(body -> Arguments.of(status, body)));
  }

  @ParameterizedTest
  @MethodSource("anothers")
  void an_answer_without_a_code_is_an_outage(int status, String body) throws IOException {
    AccessGrantsException e = vend(status, body);
    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(e.getMessage()).contains("HTTP status " + status).contains("no error code");
  }

  @ParameterizedTest
  @CsvSource({
    "403, AccessDenied, DENIED",
    "404, AccessGrantsInstanceNotExistsError, NO_INSTANCE",
    "403, InvalidAccessKeyId, CALLER_CREDENTIALS",
    "403, RequestTimeTooSkewed, CLOCK_SKEW",
    "403, SomethingNew, BAD_REQUEST",
    "503, SlowDown, THROTTLED",
    "400, RequestTimeout, UNAVAILABLE",
  })
  void a_code_is_the_services_word(int status, String code, Kind kind) throws IOException {
    AccessGrantsException e =
        vend(
            status,
            "<ErrorResponse><Error><Code>"
                + code
                + "</Code><Message>words</Message></Error></ErrorResponse>");
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.getMessage()).isEqualTo(code + ": words");
    // Errors in S3's own format, which the SDK does not read for S3 Control.
    AccessGrantsException bare =
        vend(
            status,
            "<?xml version=\"1.0\"?>\n<Error><Code>"
                + code
                + "</Code><Message>words</Message></Error>");
    assertThat(bare.kind()).isEqualTo(kind);
    assertThat(bare.getMessage()).isEqualTo(code + ": words");
  }

  /** Each answer of S3 has a request ID, also to HEAD, whose answers have no body. */
  @Test
  void a_bucket_is_missing_only_if_s3_says_so() throws IOException {
    String byS3 = "x-amz-request-id: id-1\r\n";
    assertThat(region(404, byS3).kind()).isEqualTo(Kind.NO_BUCKET);
    assertThat(region(200, byS3).kind()).isEqualTo(Kind.NO_INSTANCE);
    for (int status : new int[] {302, 401, 403, 404, 429, 502}) {
      AccessGrantsException e = region(status, "");
      assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
      assertThat(e.getMessage()).contains("HTTP status " + status).contains("no error code");
    }
    assertThat(region(200, "").kind()).isEqualTo(Kind.NO_INSTANCE);
    assertThat(region(403, byS3).kind()).isEqualTo(Kind.NO_INSTANCE);
  }

  /** Because every answer of AWS has a Date, a wrong clock mostly goes unnoticed. */
  @Test
  void the_sdk_corrects_a_wrong_clock_by_the_date_of_the_refusal() throws IOException {
    Instant there = Instant.now().plus(Duration.ofMinutes(20));
    String date =
        "Date: " + DateTimeFormatter.RFC_1123_DATE_TIME.format(there.atZone(UTC)) + "\r\n";
    DateTimeFormatter signed = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(UTC);
    try (ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  String time = request.headers().getOrDefault("x-amz-date", "");
                  boolean right =
                      Duration.between(Instant.from(signed.parse(time)), there).abs().toMinutes()
                          < 15;
                  ScriptedServer.write(
                      out,
                      403,
                      date,
                      "<ErrorResponse><Error><Code>"
                          + (right ? "InvalidRequest" : "RequestTimeTooSkewed")
                          + "</Code></Error></ErrorResponse>");
                });
        SdkAccessGrantsClient client = client()) {
      assertThat(vend(server, client).kind()).isEqualTo(Kind.BAD_REQUEST);
      assertThat(server.requests()).hasSize(2);
    }
  }

  /** How STS reports it (STS, common errors). */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Signature expired: 20261126T120000Z is now earlier than 20261126T122000Z",
        "Signature not yet current: 20261126T124000Z is still later than 20261126T122000Z"
      })
  void a_signature_of_another_time_is_the_clocks_fault(String message) throws IOException {
    assertThat(
            vend(
                    403,
                    "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>"
                        + message
                        + "</Message></Error></ErrorResponse>")
                .kind())
        .isEqualTo(Kind.CLOCK_SKEW);
  }

  private static AccessGrantsException vend(int status, String body) throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(status, "", body);
        SdkAccessGrantsClient client = client()) {
      return vend(server, client);
    }
  }

  private static AccessGrantsException vend(ScriptedServer server, SdkAccessGrantsClient client) {
    ServiceSettings settings =
        ServiceSettings.builder().endpoint(Optional.of(server.uri())).build();
    return assertThrows(
        AccessGrantsException.class,
        () ->
            client.getDataAccess(
                settings,
                new AccessGrantsInstance("111122223333", "us-east-1"),
                TestCredentials.access(S3Path.prefix("b", "p/"), Permission.READ),
                Optional.empty(),
                CALLER));
  }

  private static AccessGrantsException region(int status, String headers) throws IOException {
    try (ScriptedServer server = ScriptedServer.answering(status, headers, "");
        SdkAccessGrantsClient client = client()) {
      ServiceSettings settings =
          ServiceSettings.builder().s3Endpoint(Optional.of(server.uri())).build();
      return assertThrows(AccessGrantsException.class, () -> client.bucketRegion(settings, "b"));
    }
  }

  private static SdkAccessGrantsClient client() {
    return TestServices.client(ApacheHttpClient.create(), Clock.systemUTC());
  }
}
