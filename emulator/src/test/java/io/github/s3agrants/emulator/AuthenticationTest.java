package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Requests that claim a false identity or were tampered with, on S3 and S3 Control. */
final class AuthenticationTest {
  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;

  @BeforeAll
  static void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE.withS3("s3://lake/*", Permission.READWRITE))
            .principal(SESSION.withS3("s3://lake/session/*", Permission.READWRITE))
            .bucket("lake", "other")
            .location("s3://", TestPrincipals.LOCATION_ROLE)
            .start();
    clients = new EmulatorClients(emulator.endpoints());
    clients.s3(ADMIN).putObject(r -> r.bucket("lake").key("k"), RequestBody.fromString("v"));
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  /** A caller and the error code of its rejection. */
  record Impostor(Principal principal, String code) {}

  static List<Impostor> impostors() {
    return List.of(
        new Impostor(
            Principal.of("x", "AKIANOBODY0000000000", "s", ALICE.arn()), "InvalidAccessKeyId"),
        new Impostor(
            Principal.of("x", ALICE.accessKey(), "wrong-secret", ALICE.arn()),
            "SignatureDoesNotMatch"),
        new Impostor(ALICE.withSessionToken("unexpected"), "InvalidToken"),
        new Impostor(
            Principal.of("x", SESSION.accessKey(), SESSION.secretKey(), SESSION.arn()),
            "InvalidAccessKeyId"),
        new Impostor(SESSION.withSessionToken("other"), "InvalidToken"));
  }

  @ParameterizedTest
  @MethodSource("impostors")
  void impostors_are_refused_by_s3(Impostor impostor) {
    assertRefused(
        impostor.code(),
        () -> clients.s3(impostor.principal()).getObjectAsBytes(r -> r.bucket("lake").key("k")));
    assertRefused(
        impostor.code(),
        () ->
            clients
                .s3(impostor.principal())
                .putObject(
                    r -> r.bucket("lake").key("k"), RequestBody.fromString("x".repeat(100_000))));
  }

  @ParameterizedTest
  @MethodSource("impostors")
  void impostors_are_refused_by_s3_control(Impostor impostor) {
    assertRefused(
        impostor.code(),
        () ->
            clients
                .control(impostor.principal())
                .listAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT)));
  }

  @Test
  void session_credentials_work() {
    clients
        .s3(SESSION)
        .putObject(r -> r.bucket("lake").key("session/x"), RequestBody.fromString("x"));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> clients.s3(SESSION).getObjectAsBytes(r -> r.bucket("lake").key("k")));
  }

  @Test
  void another_regions_signature_is_refused() {
    assertRefused(
        "AuthorizationHeaderMalformed",
        () ->
            clients
                .control(EmulatorClients.credentials(ADMIN), Region.EU_WEST_1)
                .listAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT)));
  }

  /** Changes that a man in the middle could make after the signature. */
  enum Tampering {
    PATH {
      @Override
      SdkHttpRequest change(SdkHttpRequest request) {
        return request.copy(b -> b.encodedPath("/lake/other"));
      }
    },
    QUERY {
      @Override
      SdkHttpRequest change(SdkHttpRequest request) {
        return request.copy(b -> b.putRawQueryParameter("response-content-type", "x"));
      }
    },
    UNSIGNED_AMZ_HEADER {
      @Override
      SdkHttpRequest change(SdkHttpRequest request) {
        return request.copy(b -> b.putHeader("x-amz-copy-source", "other/secret"));
      }
    },
    SIGNED_HEADER {
      @Override
      SdkHttpRequest change(SdkHttpRequest request) {
        return request.copy(b -> b.putHeader("amz-sdk-invocation-id", "another"));
      }
    },
    METHOD {
      @Override
      SdkHttpRequest change(SdkHttpRequest request) {
        return request.copy(b -> b.method(SdkHttpMethod.DELETE));
      }
    };

    abstract SdkHttpRequest change(SdkHttpRequest request);
  }

  @ParameterizedTest
  @EnumSource
  void tampering_is_found(Tampering tampering) throws Exception {
    SdkHttpRequest signed = capture();
    HttpResponse<String> answer = send(tampering.change(signed));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).containsAnyOf("SignatureDoesNotMatch", "AccessDenied");
    assertThat(send(signed).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AWS AKIAEMULATORADMIN001:c2lnbmF0dXJl", "Bearer x", "Basic eDp5"})
  void anonymous_and_old_schemes_are_refused(String authorization) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(emulator.endpoints().s3().resolve("/lake/k"));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    HttpResponse<String> answer = send(request.build());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
  }

  @Test
  void a_presigned_url_that_lacks_a_parameter_is_refused() throws Exception {
    String path =
        "/lake/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=x&X-Amz-Signature=y&X-Amz-SignedHeaders=host";
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(emulator.endpoints().s3().resolve(path)).build());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>AuthorizationQueryParametersError</Code>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/lake/k?AWSAccessKeyId=AKIAEMULATORADMIN001&Signature=x&Expires=9999999999",
        "/lake?list-type=2",
        "/healthz",
        "/"
      })
  void everything_else_unsigned_is_refused(String path) throws Exception {
    assertThat(
            send(HttpRequest.newBuilder(emulator.endpoints().s3().resolve(path)).build())
                .statusCode())
        .isEqualTo(403);
  }

  @Test
  void malformed_authorization_is_refused() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(emulator.endpoints().s3().resolve("/lake/k"))
                .header(
                    "Authorization", "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=, Signature=1")
                .build());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("AuthorizationHeaderMalformed");
  }

  @Test
  void a_body_that_was_not_signed_is_refused() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                emulator.endpoints().s3Control().resolve("/v20180820/accessgrantsinstance"))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>"))
            .header("x-amz-content-sha256", "0".repeat(64))
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential="
                    + ADMIN.accessKey()
                    + "/20260101/us-east-1/s3/aws4_request, "
                    + "SignedHeaders=host;x-amz-content-sha256, Signature="
                    + "0".repeat(64))
            .build();
    HttpResponse<String> answer = send(request);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("XAmzContentSHA256Mismatch");
  }

  /** A GET of {@code lake/k} signed by the administrator. */
  private static SdkHttpRequest capture() {
    Capture capture = new Capture();
    clients.s3(ADMIN, capture).getObjectAsBytes(r -> r.bucket("lake").key("k"));
    return capture.request.orElseThrow();
  }

  private static final class Capture implements ExecutionInterceptor {
    private Optional<SdkHttpRequest> request = Optional.empty();

    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      request = Optional.of(context.httpRequest());
    }
  }

  private static HttpResponse<String> send(SdkHttpRequest request)
      throws IOException, InterruptedException {
    URI uri = request.getUri();
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            .method(request.method().name(), HttpRequest.BodyPublishers.noBody());
    request.forEachHeader(
        (name, values) -> {
          if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    return send(builder.build());
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatExceptionOfType(AwsServiceException.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
  }
}
