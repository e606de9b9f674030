package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.model.Credentials;

/** The lines of S3's access log that the emulator writes, read with AWS's own expression. */
final class AccessLogTest {
  private static final software.amazon.awssdk.services.s3control.model.Permission READWRITE =
      software.amazon.awssdk.services.s3control.model.Permission.READWRITE;

  /** From AWS's page on the format, with a shorter host ID. */
  private static final String SAMPLE =
      "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be amzn-s3-demo-bucket1"
          + " [06/Feb/2019:00:00:38 +0000] 192.0.2.3"
          + " 79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be 3E57427F3EXAMPLE"
          + " REST.GET.VERSIONING - \"GET /amzn-s3-demo-bucket1?versioning HTTP/1.1\" 200 - 113 - 7"
          + " - \"-\" \"S3Console/0.4\" - s9lzHYrFp76ZVxRc= SigV4 ECDHE-RSA-AES128-GCM-SHA256"
          + " AuthHeader amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com TLSV1.2"
          + " arn:aws:s3:us-west-1:123456789012:accesspoint/example-AP Yes us-east-1";

  @TempDir Path folder;

  @Test
  void the_tests_read_the_sample_of_aws() {
    assertThat(AuditLogFiles.columns(SAMPLE))
        .containsEntry("operation", "REST.GET.VERSIONING")
        .containsEntry("bytessent", "113")
        .containsEntry("useragent", "\"S3Console/0.4\"")
        .containsEntry("aclrequired", "Yes")
        .containsEntry("sourceregion", "us-east-1");
  }

  @Test
  void a_request_has_all_fields() throws Exception {
    Clock clock = Clock.fixed(Instant.parse("2026-11-26T10:15:30Z"), ZoneOffset.UTC);
    String session = null;
    try (AccessGrantsEmulator emulator = lake().clock(clock).start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      Credentials vended = clients.vend(ALICE, "s3://lake/alice/*", READWRITE);
      session = clients.sts(EmulatorClients.credentials(vended)).getCallerIdentity().arn();
      S3Client s3 = clients.s3(EmulatorClients.credentials(vended));
      s3.putObject(r -> r.bucket("lake").key("alice/a"), RequestBody.fromString("12345"));
      var unused =
          s3.getObjectAsBytes(
              r ->
                  r.bucket("lake")
                      .key("alice/a")
                      .range("bytes=0-2")
                      .overrideConfiguration(
                          o ->
                              o.putHeader("Referer", "https://audit.example.org/?op=\"op_open\"")
                                  .putHeader("X-Amz-Copied", "x")));
      assertThat(Files.readString(log()))
          .doesNotContain(vended.secretAccessKey())
          .doesNotContain(vended.sessionToken());
    }

    List<Map<String, String>> lines = AuditLogFiles.accessLog(log());
    assertThat(lines).hasSize(2);
    Map<String, String> put = lines.get(0);
    assertThat(put)
        .containsEntry("bucket_name", "lake")
        .containsEntry("requestdatetime", "26/Nov/2026:10:15:30 +0000")
        .containsEntry("remoteip", "127.0.0.1")
        .containsEntry("requester", session)
        .containsEntry("operation", "REST.PUT.OBJECT")
        .containsEntry("key", "alice/a")
        .containsEntry("request_uri", "\"PUT /lake/alice/a HTTP/1.1\"")
        .containsEntry("httpstatus", "200")
        .containsEntry("errorcode", "-")
        .containsEntry("bytessent", "-")
        .containsEntry("objectsize", "5")
        .containsEntry("referrer", "\"-\"")
        .containsEntry("versionid", "-")
        .containsEntry("sigv", "SigV4")
        .containsEntry("ciphersuite", "-")
        .containsEntry("authtype", "AuthHeader")
        .containsEntry("tlsversion", "-")
        .containsEntry("accesspointarn", "-")
        .containsEntry("aclrequired", "-")
        .containsEntry("sourceregion", "-");
    assertThat(session)
        .matches(
            "arn:aws:sts::111122223333:assumed-role/[^/]+/access-grants-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    assertThat(put.get("bucketowner")).matches("[0-9a-f]{64}");
    assertThat(put.get("requestid")).matches("[0-9A-F]{16}");
    assertThat(put.get("totaltime")).matches("\\d+");
    assertThat(put.get("turnaroundtime")).matches("\\d+");
    assertThat(put.get("useragent")).startsWith("\"aws-sdk-java/");
    assertThat(put.get("endpoint")).startsWith("127.0.0.1:");
    assertThat(lines.get(1))
        .containsEntry("operation", "REST.GET.OBJECT")
        .containsEntry("httpstatus", "206")
        .containsEntry("bytessent", "3")
        .containsEntry("objectsize", "5")
        .containsEntry("referrer", "\"https://audit.example.org/?op=%22op_open%22\"");
  }

  @Test
  void each_operation_has_its_name() throws Exception {
    List<String> operations =
        operations(
            s3 -> {
              s3.putObject(r -> r.bucket("lake").key("k"), RequestBody.fromString("x"));
              s3.headObject(r -> r.bucket("lake").key("k"));
              s3.listObjectsV2(r -> r.bucket("lake"));
              s3.headBucket(r -> r.bucket("lake"));
              s3.copyObject(
                  r ->
                      r.sourceBucket("lake")
                          .sourceKey("k")
                          .destinationBucket("other")
                          .destinationKey("l"));
              String upload = s3.createMultipartUpload(r -> r.bucket("lake").key("m")).uploadId();
              String tag =
                  s3.uploadPart(
                          r -> r.bucket("lake").key("m").uploadId(upload).partNumber(1),
                          RequestBody.fromString("part"))
                      .eTag();
              s3.listMultipartUploads(r -> r.bucket("lake"));
              s3.completeMultipartUpload(
                  r ->
                      r.bucket("lake")
                          .key("m")
                          .uploadId(upload)
                          .multipartUpload(
                              u ->
                                  u.parts(
                                      CompletedPart.builder().partNumber(1).eTag(tag).build())));
              s3.deleteObject(r -> r.bucket("lake").key("m"));
            });

    assertThat(operations)
        .containsExactly(
            "REST.PUT.OBJECT k",
            "REST.HEAD.OBJECT k",
            "REST.GET.BUCKET -",
            "REST.HEAD.BUCKET -",
            "REST.COPY.OBJECT l",
            "REST.COPY.OBJECT_GET k",
            "REST.POST.UPLOADS m",
            "REST.PUT.PART m",
            "REST.GET.UPLOADS -",
            "REST.POST.UPLOAD m",
            "REST.DELETE.OBJECT m");
    Map<String, String> source = AuditLogFiles.accessLog(log()).get(5);
    assertThat(source).containsEntry("bucket_name", "lake").containsEntry("objectsize", "1");
  }

  @Test
  void a_bulk_delete_has_a_line_for_each_key() throws Exception {
    List<String> operations =
        operations(
            s3 ->
                s3.deleteObjects(
                    r ->
                        r.bucket("lake")
                            .delete(
                                d ->
                                    d.objects(
                                        ObjectIdentifier.builder().key("a b").build(),
                                        ObjectIdentifier.builder().key("c").build()))));

    assertThat(operations)
        .containsExactly(
            "REST.POST.MULTI_OBJECT_DELETE -",
            "BATCH.DELETE.OBJECT a%20b",
            "BATCH.DELETE.OBJECT c");
    List<Map<String, String>> lines = AuditLogFiles.accessLog(log());
    assertThat(lines.get(1))
        .containsEntry("requestid", lines.get(0).get("requestid"))
        .containsEntry("request_uri", "-")
        .containsEntry("httpstatus", "204")
        .containsEntry("referrer", "-")
        .containsEntry("useragent", "-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "ü%20+\"q\"", "a//b/", "x%2525", "[|]?#&="})
  void a_key_is_encoded_twice(String key) throws Exception {
    List<String> operations =
        operations(s3 -> s3.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString("x")));

    String logged = operations.get(0).split(" ", 2)[1];
    assertThat(URLDecoder.decode(URLDecoder.decode(logged, UTF_8), UTF_8)).isEqualTo(key);
  }

  @Test
  void refused_requests_are_logged_and_what_names_no_bucket_is_not() throws Exception {
    Principal stranger =
        Principal.of("x", "AKIAEMULATORUNKNOWN1", "x", "arn:aws:iam::111122223333:user/x");
    try (AccessGrantsEmulator emulator = lake().start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThatExceptionOfType(S3Exception.class)
          .isThrownBy(() -> clients.s3(ALICE).getObjectAsBytes(r -> r.bucket("lake").key("k")));
      assertThatExceptionOfType(S3Exception.class)
          .isThrownBy(() -> clients.s3(stranger).headObject(r -> r.bucket("lake").key("k")));
      assertThatExceptionOfType(S3Exception.class)
          .isThrownBy(() -> clients.s3(ADMIN).headObject(r -> r.bucket("lake").key("none")));
      var unused = clients.s3(ADMIN).listBuckets();
      halfPresigned(emulator.endpoints().s3());
    }

    List<Map<String, String>> lines = AuditLogFiles.accessLog(log());
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0))
        .containsEntry("requester", ALICE.arn())
        .containsEntry("httpstatus", "403")
        .containsEntry("errorcode", "AccessDenied");
    assertThat(lines.get(1))
        .containsEntry("requester", "-")
        .containsEntry("errorcode", "InvalidAccessKeyId")
        .containsEntry("sigv", "-")
        .containsEntry("authtype", "-");
    assertThat(lines.get(2))
        .containsEntry("httpstatus", "404")
        .containsEntry("errorcode", "NoSuchKey");
    assertThat(lines.get(3))
        .containsEntry(
            "request_uri",
            "\"GET /lake/k?X-Amz-Security-Token=redacted&X-Amz-Signature=redacted HTTP/1.1\"");
  }

  @Test
  void no_request_can_add_a_line_or_a_field() throws Exception {
    try (AccessGrantsEmulator emulator = lake().start()) {
      int port = emulator.endpoints().s3().getPort();
      for (String target : List.of("/a%0Ab%20%22c/k", "/a%0Ab%20%22c?x")) {
        assertThat(
                RawSocket.send(
                        port, "G\"T " + target + " HTTP/1.1", "Host: h \"i", "User-Agent: \"j")
                    .status())
            .isEqualTo(403);
      }
    }

    List<Map<String, String>> lines = AuditLogFiles.accessLog(log());
    assertThat(lines).hasSize(2);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line)
                    .containsEntry("bucket_name", "a%20b%20%22c")
                    .containsEntry("httpstatus", "403")
                    .containsEntry("useragent", "\"%22j\"")
                    .containsEntry("endpoint", "h%20%22i"));
    assertThat(lines.get(0)).containsEntry("operation", "REST.G%22T.UNKNOWN");
  }

  @Test
  void a_presigned_url_is_no_secret_as_the_referrer_either() throws Exception {
    try (AccessGrantsEmulator emulator = lake().start()) {
      RawSocket.Answer answer =
          RawSocket.send(
              emulator.endpoints().s3().getPort(),
              "GET /lake/k HTTP/1.1",
              "Host: localhost",
              "Referer: http://localhost/lake/p?a=b&X-Amz-Security-Token=token&x-amz-signature=01&c=d");
      assertThat(answer.status()).isEqualTo(403);
    }

    assertThat(AuditLogFiles.accessLog(log()).get(0))
        .containsEntry(
            "referrer",
            "\"http://localhost/lake/p?a=b&X-Amz-Security-Token=redacted&x-amz-signature=redacted&c=d\"");
  }

  private static void halfPresigned(URI s3) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(s3 + "/lake/k?X-Amz-Security-Token=token&X-Amz-Signature=0123"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  /** Operation and key of each line that an administrator's calls leave. */
  private List<String> operations(Consumer<S3Client> calls) throws Exception {
    try (AccessGrantsEmulator emulator = lake().start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      calls.accept(clients.s3(ADMIN));
    }
    return AuditLogFiles.accessLog(log()).stream()
        .map(line -> line.get("operation") + " " + line.get("key"))
        .toList();
  }

  private Path log() {
    return folder.resolve("access.log");
  }

  private EmulatorBuilder lake() {
    return TestLake.builder()
        .grant(TestLake.LOCATION, "lake/alice/*", "alice", Permission.READWRITE)
        .accessLog(log());
  }
}
