package io.github.s3agrants.emulator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.scope.AccessPolicy;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestPrincipals;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/** Presigned URLs, made by the SDK's signer and taken apart. */
final class PresignedUrlTest {
  private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
  private static final Principal ALICE = TestPrincipals.ALICE;

  private final ManualClock clock = new ManualClock(START);
  private final CredentialRegistry credentials = new CredentialRegistry(List.of(ALICE));
  private final Authenticator authenticator = new Authenticator(credentials, clock, clock);

  @Test
  void good_until_it_expires() throws Exception {
    SignedRequest request = presign(keys(), "/lake/a%20b//c", Duration.ofMinutes(10));
    assertThat(signer(request).principal()).isEqualTo(ALICE);
    clock.advance(Duration.ofMinutes(10));
    assertThat(signer(request).principal()).isEqualTo(ALICE);
    clock.advance(Duration.ofSeconds(1));
    refused(request, AwsError.ACCESS_DENIED, "Request has expired");
  }

  @ParameterizedTest
  @CsvSource({"PT1S, PT1S", "P7D, P7D"})
  void shortest_and_longest_life(Duration life, Duration age) throws Exception {
    SignedRequest request = presign(keys(), "/lake/k", life);
    clock.advance(age);
    assertThat(signer(request).principal()).isEqualTo(ALICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "604801", "soon", "1.5", "99999999999999999999"})
  void other_lives(String seconds) throws Exception {
    SignedRequest request = presign(keys(), "/lake/k", Duration.ofMinutes(10));
    refused(
        query(request, request.rawQuery().replace("Expires=600", "Expires=" + seconds)),
        AwsError.AUTHORIZATION_QUERY_PARAMETERS,
        "X-Amz-Expires must be 1 to 604800 seconds");
  }

  @Test
  void not_before_its_time() throws Exception {
    SignedRequest request = presign(keys(), "/lake/k", Duration.ofHours(1));
    clock.advance(Duration.ofMinutes(-15));
    assertThat(signer(request).principal()).isEqualTo(ALICE);
    clock.advance(Duration.ofSeconds(-1));
    refused(request, AwsError.ACCESS_DENIED, "Request is not yet valid");
  }

  @Test
  void session_credentials() throws Exception {
    Credential session =
        credentials.make(
            SessionOwner.of(ALICE),
            SignerKind.VENDED,
            ALICE.arn(),
            AccessPolicy.of(List.of()),
            START.plus(Duration.ofMinutes(5)));
    credentials.add(session);
    String token = String.valueOf(session.sessionToken());
    AwsCredentials keys =
        AwsSessionCredentials.create(session.accessKeyId(), session.secretKey(), token);
    SignedRequest request = presign(keys, "/lake/k", Duration.ofHours(1));
    assertThat(signer(request)).isEqualTo(session);
    assertThat(Authorization.of(request).orElseThrow().toString()).doesNotContain(token);

    refused(
        presign(
            AwsBasicCredentials.create(session.accessKeyId(), session.secretKey()),
            "/lake/k",
            Duration.ofHours(1)),
        AwsError.INVALID_ACCESS_KEY_ID,
        "does not exist");
    refused(
        presign(
            AwsSessionCredentials.create(session.accessKeyId(), session.secretKey(), "other"),
            "/lake/k",
            Duration.ofHours(1)),
        AwsError.INVALID_TOKEN,
        "token");

    clock.advance(Duration.ofMinutes(5));
    refused(request, AwsError.EXPIRED_TOKEN, "expired");
  }

  @Test
  void anything_else_than_what_was_signed() throws Exception {
    SignedRequest request = presign(keys(), "/lake/k", Duration.ofMinutes(10));
    String query = request.rawQuery();
    for (SignedRequest other :
        List.of(
            new SignedRequest("PUT", "/lake/k", query, request.headers()),
            new SignedRequest("GET", "/lake/l", query, request.headers()),
            query(request, query + "&versionId=1"),
            query(request, query.replace("Expires=600", "Expires=6000")),
            new SignedRequest("GET", "/lake/k", query, Map.of("Host", List.of("other"))))) {
      refused(other, AwsError.SIGNATURE_DOES_NOT_MATCH, "does not match");
    }
    refused(
        new SignedRequest(
            "GET",
            "/lake/k",
            query,
            Map.of("Host", List.of("localhost"), "x-amz-acl", List.of("private"))),
        AwsError.ACCESS_DENIED,
        "not signed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Algorithm",
        "X-Amz-Credential",
        "X-Amz-Date",
        "X-Amz-Expires",
        "X-Amz-SignedHeaders",
        "X-Amz-Signature"
      })
  void each_parameter_is_needed_once(String name) throws Exception {
    SignedRequest request = presign(keys(), "/lake/k", Duration.ofMinutes(10));
    String without = request.rawQuery().replaceAll("(^|&)" + name + "=[^&]*", "");
    assertThat(without).isNotEqualTo(request.rawQuery());
    refused(query(request, without), AwsError.AUTHORIZATION_QUERY_PARAMETERS, "must have " + name);
    refused(
        query(request, request.rawQuery() + "&" + name + "=x"),
        AwsError.AUTHORIZATION_QUERY_PARAMETERS,
        "twice");
    refused(
        query(request, request.rawQuery().replace(name, name.toLowerCase(java.util.Locale.ROOT))),
        AwsError.AUTHORIZATION_QUERY_PARAMETERS,
        name);
  }

  @ParameterizedTest
  @CsvSource({
    "AWS4-HMAC-SHA256, AWS4-ECDSA-P256-SHA256",
    "%2Faws4_request, %2Faws5_request",
    "SignedHeaders=host, SignedHeaders=h%20st"
  })
  void other_forms(String form, String other) throws Exception {
    SignedRequest request = presign(keys(), "/lake/k", Duration.ofMinutes(10));
    assertThat(request.rawQuery()).contains(form);
    refused(
        query(request, request.rawQuery().replace(form, other)),
        AwsError.AUTHORIZATION_QUERY_PARAMETERS,
        "X-Amz-");
  }

  @Test
  void header_and_query_at_once() throws Exception {
    SignedRequest request = presign(keys(), "/lake/k", Duration.ofMinutes(10));
    refused(
        new SignedRequest(
            "GET",
            "/lake/k",
            request.rawQuery(),
            Map.of("Host", List.of("localhost"), "Authorization", List.of("AWS4-HMAC-SHA256 x"))),
        AwsError.INVALID_ARGUMENT,
        "not in both");
  }

  @Test
  void nobody_signed() throws Exception {
    assertThat(Authorization.of(new SignedRequest("GET", "/lake/k", "versionId=1", Map.of())))
        .isEmpty();
    assertThat(PayloadHash.declared(new SignedRequest("PUT", "/lake/k", "", Map.of()), null))
        .isEqualTo("UNSIGNED-PAYLOAD");
    for (String version2 :
        List.of(
            "AWSAccessKeyId=a&Signature=b&Expires=1",
            "AWSAccessKeyId=a&Signature=b&x-amz-security-token=c&Expires=1")) {
      refused(
          new SignedRequest("GET", "/lake/k", version2, Map.of()),
          AwsError.NOT_SIGNED,
          "Version 4");
    }
    refused(
        new SignedRequest("GET", "/lake/k", "", Map.of("Authorization", List.of("AWS a:b"))),
        AwsError.NOT_SIGNED,
        "Version 4");
  }

  private static AwsCredentials keys() {
    return AwsBasicCredentials.create(ALICE.accessKey(), ALICE.secretKey());
  }

  private static SignedRequest query(SignedRequest request, String query) {
    return new SignedRequest(request.method(), request.rawPath(), query, request.headers());
  }

  private SignedRequest presign(AwsCredentials keys, String path, Duration life) {
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(keys)
                        .request(
                            SdkHttpRequest.builder()
                                .method(SdkHttpMethod.GET)
                                .uri(URI.create("http://localhost" + path))
                                .build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                        .putProperty(
                            AwsV4HttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(AwsV4HttpSigner.EXPIRATION_DURATION, life)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    return new SignedRequest(
        "GET", signed.encodedPath(), signed.encodedQueryParameters().orElse(""), signed.headers());
  }

  private Credential signer(SignedRequest request) throws AwsException {
    Authorization authorization = Authorization.of(request).orElseThrow();
    return authenticator.authenticate(
        request, authorization, "s3", PayloadHash.declared(request, authorization));
  }

  private void refused(SignedRequest request, AwsError error, String message) {
    assertThatExceptionOfType(AwsException.class)
        .isThrownBy(() -> signer(request))
        .satisfies(e -> assertThat(e.error()).isEqualTo(error))
        .withMessageContaining(message);
  }
}
