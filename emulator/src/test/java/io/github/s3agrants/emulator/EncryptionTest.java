package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.testkit.EmulatorClients;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Server-side encryption: requested settings are returned, and the key of SSE-C is required. */
final class EncryptionTest {
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OTHER = "another-key-another-key-another-".getBytes(UTF_8);
  private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/one";

  private static AccessGrantsEmulator emulator;
  private static EmulatorClients clients;
  private static S3Client s3;

  @BeforeAll
  static void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder().principal(ADMIN).principal(ALICE).bucket("lake").start();
    clients = new EmulatorClients(emulator.endpoints());
    s3 = clients.s3(ADMIN);
  }

  @AfterAll
  static void stop() throws Exception {
    assertThat(emulator.journal().entries().toString())
        .doesNotContain(base64(KEY))
        .doesNotContain(base64(OTHER));
    clients.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    ", , AES256",
    "AES256, , AES256",
    "aws:kms, , aws:kms",
    "aws:kms, " + KMS_KEY + ", aws:kms",
    "aws:kms:dsse, " + KMS_KEY + ", aws:kms:dsse"
  })
  void managed_keys(String sent, String keyId, String told) {
    PutObjectResponse put =
        put("k", r -> r.serverSideEncryption(sent).ssekmsKeyId(keyId).bucketKeyEnabled(true));
    assertThat(put.serverSideEncryptionAsString()).isEqualTo(told);
    assertThat(put.ssekmsKeyId()).isEqualTo(keyId);
    HeadObjectResponse head = head("k", r -> {});
    assertThat(head.serverSideEncryptionAsString()).isEqualTo(told);
    assertThat(head.ssekmsKeyId()).isEqualTo(keyId);
    assertThat(head.bucketKeyEnabled()).isEqualTo(told.startsWith("aws:") ? true : null);
    assertThat(
            s3.getObject(r -> r.bucket("lake").key("k")).response().serverSideEncryptionAsString())
        .isEqualTo(told);

    // A copy has its own encryption, not that of its source.
    s3.copyObject(r -> copy(r, "k", "copy"));
    assertThat(head("copy", r -> {}).serverSideEncryptionAsString()).isEqualTo("AES256");
    s3.copyObject(r -> copy(r, "k", "copy").serverSideEncryption(sent).ssekmsKeyId(keyId));
    assertThat(head("copy", r -> {}).serverSideEncryptionAsString()).isEqualTo(told);
    put("k", r -> {});
    assertThat(head("k", r -> {}).serverSideEncryptionAsString()).isEqualTo("AES256");
  }

  @Test
  void an_upload_in_parts() {
    String id =
        s3.createMultipartUpload(
                r ->
                    r.bucket("lake")
                        .key("parts")
                        .acl("public-read")
                        .serverSideEncryption("aws:kms")
                        .ssekmsKeyId(KMS_KEY))
            .uploadId();
    UploadPartResponse part =
        s3.uploadPart(
            r -> r.bucket("lake").key("parts").uploadId(id).partNumber(1),
            RequestBody.fromString("x"));
    assertThat(part.serverSideEncryptionAsString()).isEqualTo("aws:kms");
    complete("parts", id, part.eTag());
    assertThat(head("parts", r -> {}).ssekmsKeyId()).isEqualTo(KMS_KEY);
    assertThat(s3.getObjectAcl(r -> r.bucket("lake").key("parts")).grants()).hasSize(2);
  }

  @Test
  void customers_keys() {
    PutObjectResponse put =
        put(
            "c",
            r ->
                r.sseCustomerAlgorithm("AES256")
                    .sseCustomerKey(base64(KEY))
                    .sseCustomerKeyMD5(md5(KEY)));
    assertThat(put.sseCustomerAlgorithm()).isEqualTo("AES256");
    assertThat(put.sseCustomerKeyMD5()).isEqualTo(md5(KEY));
    assertThat(put.serverSideEncryption()).isNull();
    assertThat(head("c", r -> customer(r, KEY)).contentLength()).isEqualTo(1);
    assertThat(
            s3.getObjectAsBytes(
                    r ->
                        r.bucket("lake")
                            .key("c")
                            .sseCustomerAlgorithm("AES256")
                            .sseCustomerKey(base64(KEY))
                            .sseCustomerKeyMD5(md5(KEY)))
                .asUtf8String())
        .isEqualTo("x");
    refused(400, () -> head("c", r -> {}));
    refused(403, () -> head("c", r -> customer(r, OTHER)));
    refused(400, "InvalidRequest", () -> s3.getObjectAsBytes(r -> r.bucket("lake").key("c")));
    refused(
        403,
        "AccessDenied",
        () ->
            s3.getObjectAsBytes(
                r ->
                    r.bucket("lake")
                        .key("c")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(base64(OTHER))
                        .sseCustomerKeyMD5(md5(OTHER))));
    refused(400, "InvalidRequest", () -> s3.copyObject(r -> copy(r, "c", "copy")));
    s3.copyObject(
        r ->
            copy(r, "c", "copy")
                .copySourceSSECustomerAlgorithm("AES256")
                .copySourceSSECustomerKey(base64(KEY))
                .copySourceSSECustomerKeyMD5(md5(KEY)));
    assertThat(head("copy", r -> {}).serverSideEncryptionAsString()).isEqualTo("AES256");
    refused(400, () -> head("copy", r -> customer(r, KEY)));
  }

  @Test
  void parts_need_the_key_of_their_upload() {
    String id =
        s3.createMultipartUpload(
                r ->
                    r.bucket("lake")
                        .key("p")
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(base64(KEY))
                        .sseCustomerKeyMD5(md5(KEY)))
            .uploadId();
    refused(
        400,
        "InvalidRequest",
        () ->
            s3.uploadPart(
                r -> r.bucket("lake").key("p").uploadId(id).partNumber(1),
                RequestBody.fromString("x")));
    String eTag =
        s3.uploadPart(
                r ->
                    r.bucket("lake")
                        .key("p")
                        .uploadId(id)
                        .partNumber(1)
                        .sseCustomerAlgorithm("AES256")
                        .sseCustomerKey(base64(KEY))
                        .sseCustomerKeyMD5(md5(KEY)),
                RequestBody.fromString("x"))
            .eTag();
    complete("p", id, eTag);
    assertThat(head("p", r -> customer(r, KEY)).sseCustomerKeyMD5()).isEqualTo(md5(KEY));
  }

  @Test
  void what_is_not_encryption() {
    refused(
        400,
        "InvalidEncryptionAlgorithmError",
        () -> put("n", r -> r.serverSideEncryption("rot13")));
    refused(400, "InvalidArgument", () -> put("n", r -> r.ssekmsKeyId(KMS_KEY)));
    refused(
        400,
        "InvalidArgument",
        () -> put("n", r -> r.serverSideEncryption("AES256").ssekmsKeyId(KMS_KEY)));
    refused(400, "InvalidArgument", () -> put("n", r -> customer(r, "AES256", KEY, md5(OTHER))));
    refused(
        400,
        "InvalidArgument",
        () -> put("n", r -> customer(r, "AES256", new byte[3], md5(new byte[3]))));
    refused(
        400,
        "InvalidEncryptionAlgorithmError",
        () -> put("n", r -> customer(r, "DES", KEY, md5(KEY))));
    refused(400, "InvalidArgument", () -> put("n", r -> r.sseCustomerAlgorithm("AES256")));
    refused(
        400,
        "InvalidArgument",
        () -> put("n", r -> customer(r, "AES256", KEY, md5(KEY)).serverSideEncryption("AES256")));
    refused(404, () -> head("n", r -> {}));
  }

  private static PutObjectResponse put(String key, Consumer<PutObjectRequest.Builder> more) {
    return s3.putObject(r -> more.accept(r.bucket("lake").key(key)), RequestBody.fromString("x"));
  }

  private static HeadObjectResponse head(String key, Consumer<HeadObjectRequest.Builder> more) {
    return s3.headObject(r -> more.accept(r.bucket("lake").key(key)));
  }

  private static void complete(String key, String uploadId, String eTag) {
    s3.completeMultipartUpload(
        r ->
            r.bucket("lake")
                .key(key)
                .uploadId(uploadId)
                .multipartUpload(
                    m -> m.parts(CompletedPart.builder().partNumber(1).eTag(eTag).build())));
  }

  private static CopyObjectRequest.Builder copy(
      CopyObjectRequest.Builder request, String from, String to) {
    return request
        .sourceBucket("lake")
        .sourceKey(from)
        .destinationBucket("lake")
        .destinationKey(to);
  }

  private static void customer(HeadObjectRequest.Builder request, byte[] key) {
    request.sseCustomerAlgorithm("AES256").sseCustomerKey(base64(key)).sseCustomerKeyMD5(md5(key));
  }

  private static PutObjectRequest.Builder customer(
      PutObjectRequest.Builder request, String algorithm, byte[] key, String md5) {
    return request
        .sseCustomerAlgorithm(algorithm)
        .sseCustomerKey(base64(key))
        .sseCustomerKeyMD5(md5);
  }

  private static void refused(int status, String code, Runnable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call::run)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.toString()).doesNotContain(base64(KEY)).doesNotContain(base64(OTHER));
            });
  }

  private static void refused(int status, Runnable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call::run)
        .satisfies(e -> assertThat(e.statusCode()).isEqualTo(status));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String md5(byte[] bytes) {
    try {
      return base64(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
