package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestLake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** URLs that the SDK presigns, used with plain HTTP. */
final class PresignedRequestsTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final ManualClock CLOCK = new ManualClock();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;

  @BeforeAll
  static void start() throws Exception {
    emulator = TestLake.ofAlice(Permission.READWRITE).clock(CLOCK).start();
    clients = new EmulatorClients(emulator.endpoints());
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"k", "a b/ä+%2F", "a//b", "?x=y&z"})
  void put_and_get(String key) throws Exception {
    AwsCredentialsProvider admin = EmulatorClients.credentials(ADMIN);
    assertThat(send("PUT", put(admin, key), "presigned").statusCode()).isEqualTo(200);
    HttpResponse<String> answer = send("GET", get(admin, key, HOUR), "");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("presigned");
    JournalEntry call = emulator.journal().entries().get(emulator.journal().size() - 1);
    assertThat(call.operation()).isEqualTo("GetObject");
    assertThat(call.key()).isEqualTo(key);
    assertThat(call.principal()).isEqualTo("admin");
    assertThat(call.accessKeyId()).isEqualTo(ADMIN.accessKey());
  }

  @Test
  void of_another_method() throws Exception {
    URI url = get(EmulatorClients.credentials(ADMIN), "k", HOUR);
    refused(403, "SignatureDoesNotMatch", send("DELETE", url, ""));
  }

  @Test
  void of_vended_credentials() throws Exception {
    var vended =
        clients.vend(
            ALICE,
            "s3://lake/alice/*",
            software.amazon.awssdk.services.s3control.model.Permission.READWRITE);
    AwsCredentialsProvider keys = EmulatorClients.credentials(vended);
    assertThat(send("PUT", put(keys, "alice/k"), "mine").statusCode()).isEqualTo(200);
    URI url = get(keys, "alice/k", Duration.ofDays(7));
    assertThat(send("GET", url, "").body()).isEqualTo("mine");
    refused(403, "AccessDenied", send("GET", get(keys, "bob/k", HOUR), ""));
    assertThat(emulator.journal().signer(SignerKind.VENDED).principal("alice").count("GetObject"))
        .isEqualTo(2);

    CLOCK.advance(HOUR.plusSeconds(1));
    refused(400, "ExpiredToken", send("GET", url, ""));
  }

  @Test
  void after_its_time() throws Exception {
    AwsCredentialsProvider admin = EmulatorClients.credentials(ADMIN);
    clients.s3(ADMIN).putObject(r -> r.bucket("lake").key("x"), RequestBody.fromString("x"));
    URI url = get(admin, "x", HOUR);
    assertThat(send("GET", url, "").statusCode()).isEqualTo(200);
    emulator.faults().clockSkew(HOUR.plusMinutes(1));
    try {
      HttpResponse<String> answer = send("GET", url, "");
      refused(403, "AccessDenied", answer);
      assertThat(answer.body()).contains("Request has expired");
    } finally {
      emulator.faults().clockSkew(Duration.ZERO);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Expires=3600, X-Amz-Expires=0, 400, AuthorizationQueryParametersError",
    "X-Amz-Expires=3600, X-Amz-Expires=604801, 400, AuthorizationQueryParametersError",
    "X-Amz-Expires=3600, X-Amz-Expires=3600&X-Amz-Expires=3600, 400, AuthorizationQueryParametersError",
    "X-Amz-Expires=3600, x=y, 400, AuthorizationQueryParametersError",
    "X-Amz-Expires=3600, X-Amz-Expires=3601, 403, SignatureDoesNotMatch",
    "?, ?uploads&, 403, SignatureDoesNotMatch",
  })
  void of_another_form(String part, String other, int status, String code) throws Exception {
    String url = get(EmulatorClients.credentials(ADMIN), "k", HOUR).toString();
    assertThat(url).contains(part);
    refused(status, code, send("GET", URI.create(url.replace(part, other)), ""));
  }

  @Test
  void signed_twice() throws Exception {
    URI url = get(EmulatorClients.credentials(ADMIN), "k", HOUR);
    HttpRequest twice =
        HttpRequest.newBuilder(url).header("Authorization", "AWS4-HMAC-SHA256 x").build();
    refused(400, "InvalidArgument", HTTP.send(twice, HttpResponse.BodyHandlers.ofString(UTF_8)));
  }

  @Test
  void of_version_2() throws Exception {
    URI s3 = emulator.endpoints().s3();
    refused(
        403,
        "AccessDenied",
        send("GET", s3.resolve("/lake/k?AWSAccessKeyId=a&Signature=b&Expires=1"), ""));
  }

  @Test
  void unsigned() throws Exception {
    URI url = emulator.endpoints().s3().resolve("/lake/k");
    refused(403, "AccessDenied", send("GET", url, ""));
    refused(403, "AccessDenied", send("PUT", url, "x"));
  }

  @Test
  void in_the_access_log(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("access.log");
    URI url;
    try (AccessGrantsEmulator logging = TestLake.withoutInstance().accessLog(log).start()) {
      url = get(EmulatorClients.credentials(ADMIN), logging.endpoints().s3(), "none", HOUR);
      refused(404, "NoSuchKey", send("GET", url, ""));
    }
    assertThat(Files.readString(log))
        .hasLineCount(1)
        .contains(ADMIN.arn(), " REST.GET.OBJECT none ", " SigV4 - QueryString 127.0.0.1:")
        .contains("X-Amz-Credential=redacted", "X-Amz-Signature=redacted");
  }

  private static URI get(AwsCredentialsProvider keys, String key, Duration life) throws Exception {
    return get(keys, emulator.endpoints().s3(), key, life);
  }

  private static URI get(AwsCredentialsProvider keys, URI s3, String key, Duration life)
      throws Exception {
    try (S3Presigner presigner = presigner(keys, s3)) {
      return presigner
          .presignGetObject(
              r -> r.signatureDuration(life).getObjectRequest(o -> o.bucket("lake").key(key)))
          .url()
          .toURI();
    }
  }

  private static URI put(AwsCredentialsProvider keys, String key) throws Exception {
    try (S3Presigner presigner = presigner(keys, emulator.endpoints().s3())) {
      return presigner
          .presignPutObject(
              r -> r.signatureDuration(HOUR).putObjectRequest(o -> o.bucket("lake").key(key)))
          .url()
          .toURI();
    }
  }

  private static S3Presigner presigner(AwsCredentialsProvider keys, URI s3) {
    return S3Presigner.builder()
        .endpointOverride(s3)
        .region(Region.US_EAST_1)
        .credentialsProvider(keys)
        .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
        .build();
  }

  private static HttpResponse<String> send(String method, URI url, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(url)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString(UTF_8));
  }

  private static void refused(int status, String code, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains("<Code>" + code + "</Code>");
  }
}
