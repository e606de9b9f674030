package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/** Multipart uploads and copies, conditional writes and ranges, with vended credentials. */
final class MultipartTest {
  private static final int PART = 5 * 1024 * 1024;
  private static final String KEY = "alice/big +%ü";

  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static S3Client alice;
  private static S3AsyncClient aliceAsync;

  @BeforeAll
  static void start() throws Exception {
    emulator = TestLake.ofAlice(Permission.READWRITE).start();
    clients = new EmulatorClients(emulator.endpoints());
    var vended =
        EmulatorClients.credentials(
            clients.vend(
                ALICE,
                "s3://lake/alice/*",
                software.amazon.awssdk.services.s3control.model.Permission.READWRITE));
    alice = clients.s3(vended);
    aliceAsync = clients.asyncS3(vended);
  }

  @AfterAll
  static void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void upload_and_copy_in_parts() {
    long before = emulator.journal().count("UploadPartCopy");
    byte[] content = new byte[PART + 1000];
    new Random(1).nextBytes(content);
    String id =
        alice
            .createMultipartUpload(
                r ->
                    r.bucket("lake")
                        .key(KEY)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .contentType("a/b"))
            .uploadId();
    assertThat(alice.listMultipartUploads(r -> r.bucket("lake").prefix("alice/")).uploads())
        .extracting(MultipartUpload::key)
        .contains(KEY);
    assertThat(initiated(id)).isEqualTo(initiated(id)).isBeforeOrEqualTo(Instant.now());
    List<CompletedPart> parts = new ArrayList<>();
    parts.add(
        part(
            1,
            alice
                .uploadPart(
                    r -> r.bucket("lake").key(KEY).uploadId(id).partNumber(1),
                    RequestBody.fromBytes(Arrays.copyOf(content, PART)))
                .eTag()));
    parts.add(
        part(
            2,
            aliceAsync
                .uploadPart(
                    r -> r.bucket("lake").key(KEY).uploadId(id).partNumber(2),
                    AsyncRequestBody.fromBytes(Arrays.copyOfRange(content, PART, content.length)))
                .join()
                .eTag()));
    assertThat(alice.listParts(r -> r.bucket("lake").key(KEY).uploadId(id)).parts())
        .extracting(Part::partNumber)
        .containsExactly(1, 2);
    alice.completeMultipartUpload(
        r -> r.bucket("lake").key(KEY).uploadId(id).multipartUpload(m -> m.parts(parts)));
    assertThat(alice.getObjectAsBytes(r -> r.bucket("lake").key(KEY)).asByteArray())
        .isEqualTo(content);
    assertThat(alice.headObject(r -> r.bucket("lake").key(KEY)).contentType()).isEqualTo("a/b");
    assertThat(
            alice.getObjectAsBytes(r -> r.bucket("lake").key(KEY).range("bytes=5-9")).asByteArray())
        .isEqualTo(Arrays.copyOfRange(content, 5, 10));

    String copy = KEY + "~copy";
    String copyId = alice.createMultipartUpload(r -> r.bucket("lake").key(copy)).uploadId();
    String eTag =
        alice
            .uploadPartCopy(
                r ->
                    r.sourceBucket("lake")
                        .sourceKey(KEY)
                        .copySourceRange("bytes=0-999")
                        .destinationBucket("lake")
                        .destinationKey(copy)
                        .uploadId(copyId)
                        .partNumber(1))
            .copyPartResult()
            .eTag();
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                alice.uploadPartCopy(
                    r ->
                        r.sourceBucket("lake")
                            .sourceKey("bob/secret")
                            .destinationBucket("lake")
                            .destinationKey(copy)
                            .uploadId(copyId)
                            .partNumber(2)))
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(403));
    alice.completeMultipartUpload(
        r ->
            r.bucket("lake")
                .key(copy)
                .uploadId(copyId)
                .multipartUpload(m -> m.parts(part(1, eTag))));
    assertThat(alice.getObjectAsBytes(r -> r.bucket("lake").key(copy)).asByteArray())
        .isEqualTo(Arrays.copyOf(content, 1000));
    assertThat(emulator.journal().count("UploadPartCopy") - before).isEqualTo(2);
  }

  @Test
  void an_aborted_upload_is_gone() {
    String key = "alice/aborted";
    String id = alice.createMultipartUpload(r -> r.bucket("lake").key(key)).uploadId();
    alice.abortMultipartUpload(r -> r.bucket("lake").key(key).uploadId(id));
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(
            () ->
                alice.uploadPart(
                    r -> r.bucket("lake").key(key).uploadId(id).partNumber(1),
                    RequestBody.fromString("x")))
        .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchUpload"));
    assertThat(alice.listMultipartUploads(r -> r.bucket("lake").prefix(key)).uploads()).isEmpty();
    assertThat(alice.listObjectsV2(r -> r.bucket("lake").prefix(key)).contents()).isEmpty();
  }

  @Test
  void conditional_writes() {
    String key = "alice/conditional";
    alice.putObject(r -> r.bucket("lake").key(key).ifNoneMatch("*"), RequestBody.fromString("1"));
    preconditionFails(
        () ->
            alice.putObject(
                r -> r.bucket("lake").key(key).ifNoneMatch("*"), RequestBody.fromString("2")));
    String eTag = alice.headObject(r -> r.bucket("lake").key(key)).eTag();
    alice.putObject(r -> r.bucket("lake").key(key).ifMatch(eTag), RequestBody.fromString("3"));
    preconditionFails(
        () ->
            alice.putObject(
                r -> r.bucket("lake").key(key).ifMatch(eTag), RequestBody.fromString("4")));
    preconditionFails(() -> alice.getObjectAsBytes(r -> r.bucket("lake").key(key).ifMatch(eTag)));
    assertThat(alice.getObjectAsBytes(r -> r.bucket("lake").key(key)).asUtf8String())
        .isEqualTo("3");
  }

  /** S3A of Hadoop 3.3 sends the entity tag without its quotation marks. */
  @Test
  void a_copy_takes_the_sources_entity_tag_with_and_without_quotation_marks() {
    String key = "alice/tagged";
    alice.putObject(r -> r.bucket("lake").key(key), RequestBody.fromString("1"));
    String eTag = alice.headObject(r -> r.bucket("lake").key(key)).eTag();
    String id = alice.createMultipartUpload(r -> r.bucket("lake").key(key + "~parts")).uploadId();
    for (String tag : List.of(eTag, eTag.replace("\"", ""))) {
      alice.copyObject(copy -> copied(copy, key).copySourceIfMatch(tag));
      alice.uploadPartCopy(part -> copiedPart(part, key, id).copySourceIfMatch(tag));
      preconditionFails(
          () -> alice.copyObject(copy -> copied(copy, key).copySourceIfNoneMatch(tag)));
    }
    preconditionFails(() -> alice.copyObject(copy -> copied(copy, key).copySourceIfMatch("other")));
    preconditionFails(
        () -> alice.uploadPartCopy(part -> copiedPart(part, key, id).copySourceIfMatch("other")));
    alice.abortMultipartUpload(r -> r.bucket("lake").key(key + "~parts").uploadId(id));
  }

  private static CopyObjectRequest.Builder copied(CopyObjectRequest.Builder copy, String key) {
    return copy.sourceBucket("lake")
        .sourceKey(key)
        .destinationBucket("lake")
        .destinationKey(key + "~copy");
  }

  private static UploadPartCopyRequest.Builder copiedPart(
      UploadPartCopyRequest.Builder part, String key, String id) {
    return part.sourceBucket("lake")
        .sourceKey(key)
        .destinationBucket("lake")
        .destinationKey(key + "~parts")
        .uploadId(id)
        .partNumber(1);
  }

  private static void preconditionFails(ThrowingCallable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(412));
  }

  private static CompletedPart part(int number, String eTag) {
    return CompletedPart.builder().partNumber(number).eTag(eTag).build();
  }

  private static Instant initiated(String uploadId) {
    return alice.listMultipartUploads(r -> r.bucket("lake").prefix("alice/")).uploads().stream()
        .filter(upload -> upload.uploadId().equals(uploadId))
        .findFirst()
        .orElseThrow()
        .initiated();
  }
}
