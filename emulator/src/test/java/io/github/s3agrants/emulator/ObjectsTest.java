package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.testkit.EmulatorClients;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 checks of a body, and how it answers reads and listings. */
final class ObjectsTest {
  private static final int PART = 5 * 1024 * 1024;
  // echo -n 123456789: the check values in the catalogue of CRCs.
  private static final String NUMBERS = "123456789";

  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static S3Client s3;
  private static SignedHttp http;

  @BeforeAll
  static void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder().principal(ADMIN).bucket("lake", "control", "list").start();
    clients = new EmulatorClients(emulator.endpoints());
    s3 = clients.s3(ADMIN);
    http = new SignedHttp(emulator.endpoints().s3(), ADMIN);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-checksum-crc32, y/Q5Jg==",
    "x-amz-checksum-crc32c, 4waSgw==",
    "x-amz-checksum-crc64nvme, rosUhgp5mIg=",
    "x-amz-checksum-sha1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
    "x-amz-checksum-sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
    "content-md5, JfnnlDI7RTiF9RgfG2JNCw=="
  })
  void a_checksum_is_verified(String header, String value) throws Exception {
    assertThat(put("sum", NUMBERS, header, value).statusCode()).isEqualTo(200);
    HttpResponse<String> other = put("sum", NUMBERS + "0", header, value);
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(other.body()).contains("<Code>BadDigest</Code>");
  }

  @Test
  void a_content_md5_must_be_one() throws Exception {
    assertThat(put("sum", NUMBERS, "content-md5", "eA==").body())
        .contains("<Code>InvalidDigest</Code>");
  }

  /** A signed chunk that was changed on the way. */
  @Test
  void a_changed_chunk_is_refused() throws Exception {
    byte[] sent = NUMBERS.getBytes(UTF_8);
    SdkHttpRequest head =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(emulator.endpoints().s3().resolve("/lake/chunks"))
            .putHeader("Content-Length", Integer.toString(sent.length))
            .build();
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsBasicCredentials.create(ADMIN.accessKey(), ADMIN.secretKey()))
                        .request(head)
                        .payload(() -> new ByteArrayInputStream(sent))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, true));
    String body = new String(signed.payload().orElseThrow().newStream().readAllBytes(), UTF_8);
    assertThat(body).contains(";chunk-signature=").contains(NUMBERS);
    assertThat(send(signed.request(), body).statusCode()).isEqualTo(200);
    HttpResponse<String> changed = send(signed.request(), body.replace(NUMBERS, "123456780"));
    assertThat(changed.statusCode()).isEqualTo(403);
    assertThat(changed.body()).contains("<Code>SignatureDoesNotMatch</Code>");
    assertThat(s3.getObjectAsBytes(r -> r.bucket("lake").key("chunks")).asUtf8String())
        .isEqualTo(NUMBERS);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 206, a",
    "bytes=2-, 206, cde",
    "bytes=-2, 206, de",
    "bytes=3-99, 206, de",
    "bytes=-99, 206, abcde",
    "bytes=2-9223372036854775806, 206, cde",
    "bytes=-99999999999999999999, 206, abcde",
    "'bytes=0-0,2-2', 200, abcde",
    "lines=1-2, 200, abcde",
    "bytes=3-1, 200, abcde",
  })
  void ranges(String range, int status, String content) {
    s3.putObject(r -> r.bucket("lake").key("range"), RequestBody.fromString("abcde"));
    var read = s3.getObjectAsBytes(r -> r.bucket("lake").key("range").range(range));
    assertThat(read.asUtf8String()).isEqualTo(content);
    assertThat(read.response().sdkHttpResponse().statusCode()).isEqualTo(status);
    assertThat(read.response().contentRange() != null).isEqualTo(status == 206);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=5-", "bytes=99-100", "bytes=-0", "bytes=99999999999999999999-"})
  void ranges_that_the_object_does_not_have(String range) {
    s3.putObject(r -> r.bucket("lake").key("range"), RequestBody.fromString("abcde"));
    refused(
        416,
        "InvalidRange",
        () -> s3.getObjectAsBytes(r -> r.bucket("lake").key("range").range(range)));
  }

  @Test
  void conditions_of_a_read() {
    var written = s3.putObject(r -> r.bucket("lake").key("read"), RequestBody.fromString("1"));
    GetObjectResponse object =
        s3.getObjectAsBytes(r -> r.bucket("lake").key("read").ifMatch(written.eTag())).response();
    for (ThrowingCallable unmodified :
        List.<ThrowingCallable>of(
            () -> s3.getObjectAsBytes(r -> get(r).ifNoneMatch(written.eTag())),
            () -> s3.getObjectAsBytes(r -> get(r).ifModifiedSince(object.lastModified())))) {
      assertThatExceptionOfType(S3Exception.class)
          .isThrownBy(unmodified)
          .satisfies(e -> assertThat(e.statusCode()).isEqualTo(304));
    }
    refused(
        412,
        "PreconditionFailed",
        () ->
            s3.getObjectAsBytes(
                r -> get(r).ifUnmodifiedSince(object.lastModified().minusSeconds(9))));
    var overridden =
        s3.getObjectAsBytes(
            r -> get(r).responseContentType("x/y").responseCacheControl("no-store"));
    assertThat(overridden.response().contentType()).isEqualTo("x/y");
    assertThat(overridden.response().cacheControl()).isEqualTo("no-store");
  }

  private static GetObjectRequest.Builder get(GetObjectRequest.Builder get) {
    return get.bucket("lake").key("read");
  }

  @Test
  void conditions_of_a_delete() {
    s3.putObject(r -> r.bucket("lake").key("gone"), RequestBody.fromString("1"));
    refused(
        412,
        "PreconditionFailed",
        () -> s3.deleteObject(r -> r.bucket("lake").key("gone").ifMatch("\"other\"")));
    s3.deleteObject(r -> r.bucket("lake").key("gone").ifMatch("*"));
    refused(
        404, "NoSuchKey", () -> s3.deleteObject(r -> r.bucket("lake").key("gone").ifMatch("*")));
  }

  @Test
  void parts_are_read_and_described() {
    for (ChecksumType type : List.of(ChecksumType.FULL_OBJECT, ChecksumType.COMPOSITE)) {
      String id =
          s3.createMultipartUpload(
                  r ->
                      r.bucket("lake")
                          .key("parts")
                          .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                          .checksumType(type))
              .uploadId();
      List<CompletedPart> parts = new ArrayList<>();
      for (int number : new int[] {1, 3}) {
        byte[] content = new byte[number == 1 ? PART : 1];
        parts.add(
            CompletedPart.builder()
                .partNumber(number)
                .eTag(
                    s3.uploadPart(
                            r -> r.bucket("lake").key("parts").uploadId(id).partNumber(number),
                            RequestBody.fromBytes(content))
                        .eTag())
                .build());
      }
      s3.completeMultipartUpload(
          r -> r.bucket("lake").key("parts").uploadId(id).multipartUpload(m -> m.parts(parts)));
      var second = s3.getObjectAsBytes(r -> r.bucket("lake").key("parts").partNumber(2)).response();
      assertThat(second.contentLength()).isEqualTo(1);
      assertThat(second.partsCount()).isEqualTo(2);
      var attributes =
          s3.getObjectAttributes(
              r ->
                  r.bucket("lake")
                      .key("parts")
                      .objectAttributes(ObjectAttributes.CHECKSUM, ObjectAttributes.OBJECT_PARTS));
      assertThat(attributes.checksum().checksumType()).isEqualTo(type);
      assertThat(attributes.checksum().checksumCRC32().endsWith("-2"))
          .isEqualTo(type == ChecksumType.COMPOSITE);
      assertThat(attributes.objectParts().parts())
          .extracting(ObjectPart::size)
          .containsExactly((long) PART, 1L);
      assertThat(
              s3.headObject(r -> r.bucket("lake").key("parts").checksumMode(ChecksumMode.ENABLED))
                  .checksumCRC32())
          .isEqualTo(attributes.checksum().checksumCRC32());
    }
  }

  @Test
  void parts_that_do_not_make_an_object() {
    String id = s3.createMultipartUpload(r -> r.bucket("lake").key("bad")).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int number = 1; number <= 2; number++) {
      int own = number;
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(
                  s3.uploadPart(
                          r -> r.bucket("lake").key("bad").uploadId(id).partNumber(own),
                          RequestBody.fromString("small"))
                      .eTag())
              .build());
    }
    refused(400, "EntityTooSmall", () -> complete(id, parts));
    refused(400, "InvalidPartOrder", () -> complete(id, List.of(parts.get(1), parts.get(0))));
    refused(
        400,
        "InvalidPart",
        () -> complete(id, List.of(CompletedPart.builder().partNumber(3).eTag("x").build())));
    complete(id, List.of(parts.get(1)));
    complete(id, List.of(parts.get(1)));
    refused(404, "NoSuchUpload", () -> abort(id));
    assertThat(s3.headObject(r -> r.bucket("lake").key("bad")).contentLength()).isEqualTo(5);
  }

  /** The checksum of CompleteMultipartUpload is that of the object, not that of its own body. */
  @Test
  void a_completion_says_what_the_object_is() {
    String id =
        s3.createMultipartUpload(
                r ->
                    r.bucket("lake")
                        .key("bad")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .checksumType(ChecksumType.FULL_OBJECT))
            .uploadId();
    String eTag =
        s3.uploadPart(
                r -> r.bucket("lake").key("bad").uploadId(id).partNumber(1),
                RequestBody.fromString(NUMBERS))
            .eTag();
    CompletedPart part = CompletedPart.builder().partNumber(1).eTag(eTag).build();
    refused(
        400,
        "BadDigest",
        () -> s3.completeMultipartUpload(r -> complete(r, id, part).checksumCRC32("AAAAAA==")));
    refused(
        400,
        "InvalidRequest",
        () -> s3.completeMultipartUpload(r -> complete(r, id, part).mpuObjectSize(8L)));
    assertThat(
            s3.completeMultipartUpload(
                    r -> complete(r, id, part).checksumCRC32("y/Q5Jg==").mpuObjectSize(9L))
                .checksumCRC32())
        .isEqualTo("y/Q5Jg==");
  }

  private static CompleteMultipartUploadRequest.Builder complete(
      CompleteMultipartUploadRequest.Builder complete, String id, CompletedPart part) {
    return complete.bucket("lake").key("bad").uploadId(id).multipartUpload(m -> m.parts(part));
  }

  @Test
  void a_page_of_no_part_is_complete() {
    String id = s3.createMultipartUpload(r -> r.bucket("lake").key("bad")).uploadId();
    s3.uploadPart(
        r -> r.bucket("lake").key("bad").uploadId(id).partNumber(1), RequestBody.fromString("x"));
    assertThat(s3.listParts(r -> r.bucket("lake").key("bad").uploadId(id).maxParts(0)))
        .satisfies(page -> assertThat(page.parts()).isEmpty())
        .satisfies(page -> assertThat(page.isTruncated()).isFalse());
  }

  @Test
  void no_bucket_has_object_lock() {
    refused(
        400,
        "InvalidRequest",
        () ->
            s3.putObject(
                r ->
                    r.bucket("lake")
                        .key("bad")
                        .objectLockLegalHoldStatus(ObjectLockLegalHoldStatus.ON),
                RequestBody.empty()));
    refused(
        400,
        "InvalidRequest",
        () ->
            s3.createMultipartUpload(
                r ->
                    r.bucket("lake")
                        .key("bad")
                        .objectLockMode(ObjectLockMode.GOVERNANCE)
                        .objectLockRetainUntilDate(Instant.parse("2030-01-01T00:00:00Z"))));
  }

  @Test
  void an_upload_is_aborted_twice() {
    String id = s3.createMultipartUpload(r -> r.bucket("lake").key("bad")).uploadId();
    abort(id);
    abort(id);
    refused(404, "NoSuchUpload", () -> abort(id + "0"));
    refused(
        404,
        "NoSuchUpload",
        () -> complete(id, List.of(CompletedPart.builder().partNumber(1).eTag("x").build())));
  }

  private static void abort(String id) {
    s3.abortMultipartUpload(r -> r.bucket("lake").key("bad").uploadId(id));
  }

  private static void complete(String id, List<CompletedPart> parts) {
    s3.completeMultipartUpload(
        r -> r.bucket("lake").key("bad").uploadId(id).multipartUpload(m -> m.parts(parts)));
  }

  @Test
  void a_listing_names_a_token_and_a_start_only_if_they_were_sent() throws Exception {
    s3.putObject(r -> r.bucket("list").key("a"), RequestBody.fromString("1"));
    assertThat(http.send("GET", "/list?list-type=2", new byte[0]).text())
        .contains("<Key>a</Key>")
        .doesNotContain("ContinuationToken")
        .doesNotContain("StartAfter")
        .doesNotContain("<Owner>");
    assertThat(
            http.send("GET", "/list?list-type=2&start-after=0&fetch-owner=true", new byte[0])
                .text())
        .contains("<StartAfter>0</StartAfter>")
        .contains("<Owner>");
    assertThat(http.send("GET", "/list?list-type=2&continuation-token=a", new byte[0]).text())
        .contains("<Code>InvalidArgument</Code>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-type=2", "max-keys=9", "versions"})
  void control_characters_are_listed_without_encoding(String query) throws Exception {
    List<String> keys = List.of("\u0001", "\u001f\u0085", "a\rb\nc", "\u2028\uD83D\uDE00<&>");
    keys.forEach(
        key -> s3.putObject(r -> r.bucket("control").key(key), RequestBody.fromString("1")));
    byte[] document = http.send("GET", "/control?" + query, new byte[0]).body();
    List<String> found = new ArrayList<>();
    XMLStreamReader xml =
        XMLInputFactory.newDefaultFactory()
            .createXMLStreamReader(new ByteArrayInputStream(document));
    while (xml.hasNext()) {
      if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals("Key")) {
        found.add(xml.getElementText());
      }
    }
    assertThat(found).isEqualTo(keys);
  }

  private static HttpResponse<String> put(String key, String body, String header, String value)
      throws Exception {
    URI uri = emulator.endpoints().s3().resolve("/lake/" + key);
    SdkHttpRequest head =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(uri)
            .putHeader(header, value)
            .build();
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsBasicCredentials.create(ADMIN.accessKey(), ADMIN.secretKey()))
                        .request(head)
                        .payload(() -> new ByteArrayInputStream(body.getBytes(UTF_8)))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false))
            .request();
    return send(signed, body);
  }

  private static HttpResponse<String> send(SdkHttpRequest signed, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(signed.getUri()).PUT(HttpRequest.BodyPublishers.ofString(body));
    signed.forEachHeader(
        (name, values) -> {
          if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static void refused(int status, String code, ThrowingCallable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
