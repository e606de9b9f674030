package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.Request;
import com.amazonaws.handlers.HandlerBeforeAttemptContext;
import com.amazonaws.handlers.RequestHandler2;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import com.amazonaws.services.s3.model.GeneratePresignedUrlRequest;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every request of S3A is signed with vended credentials, or it is not sent. */
class SignedRequestsIT {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"));
  }

  @AfterEach
  void nothingWasSignedByBase() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    lake.close();
  }

  private Configuration inSmallParts(String listVersion) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    conf.set("fs.s3a.list.version", listVersion);
    return conf;
  }

  /** The operations that S3A of Hadoop 3.3 sends, each of them at least once. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void all_operations(String listVersion) throws IOException {
    try (S3AFileSystem fs = lake.open(inSmallParts(listVersion))) {
      fs.mkdirs(new Path("/alice/d/e"));
      S3AFixture.write(fs, "/alice/d/f", "x");
      assertThat(S3AFixture.read(fs, "/alice/d/f")).isEqualTo("x");
      S3AFixture.write(fs, "/alice/d/big", "x".repeat(11 << 20));
      assertThat(fs.rename(new Path("/alice/d/big"), new Path("/alice/d/bigger"))).isTrue();
      assertThat(fs.rename(new Path("/alice/d"), new Path("/alice/moved"))).isTrue();
      assertThat(fs.listStatus(new Path("/alice/moved"))).hasSize(3);
      assertThat(fs.delete(new Path("/alice/moved"), true)).isTrue();
    }
    Set<String> operations =
        lake.s3CallsOf(ALICE).entries().stream()
            .map(JournalEntry::operation)
            .collect(Collectors.toSet());
    assertThat(operations)
        .contains(
            "HeadObject",
            "GetObject",
            "PutObject",
            listVersion.equals("1") ? "ListObjects" : "ListObjectsV2",
            "CopyObject",
            "CreateMultipartUpload",
            "UploadPart",
            "UploadPartCopy",
            "CompleteMultipartUpload",
            "DeleteObjects");
    assertThat(lake.emulator.journal().service(Service.S3).entries())
        .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED));
    assertThat(lake.vendsOf(ALICE)).containsExactly("READWRITE s3://lake/alice/*");
  }

  @Test
  void what_is_not_granted_is_refused_and_not_sent() throws IOException {
    lake.upload("/bob/f", "x");
    lake.emulator.resetJournal();
    try (S3AFileSystem fs = lake.open(ALICE)) {
      AccessDeniedException refused =
          assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/bob/f"));
      assertThat(refused)
          .hasMessageContaining("S3 Access Grants gave no credentials for READ on s3://lake/bob/f")
          .hasMessageContaining("as arn:aws:iam::111122223333:user/alice")
          .hasMessageContaining("Needed: a grant of READ whose scope covers s3://lake/bob/f")
          .hasMessageContaining("aws s3control create-access-grant");
      assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, "/bob/g", "x"));
      assertThrows(
          AccessDeniedException.class, () -> fs.rename(new Path("/bob/f"), new Path("/alice/f")));
    }
    assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
  }

  /** Runs after the decision: the SDK signs last. */
  public static final class Redirecting extends RequestHandler2 {
    @Override
    public void beforeAttempt(HandlerBeforeAttemptContext context) {
      Request<?> request = context.getRequest();
      if (request.getResourcePath().endsWith("/f")) {
        request.setResourcePath("lake/alice/g");
      }
    }
  }

  @Test
  void a_request_that_another_handler_has_redirected_is_stopped() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.audit.request.handlers", Redirecting.class.getName());
    lake.upload("/alice/g", "x");
    lake.emulator.resetJournal();
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(
              assertThrows(
                  AccessDeniedException.class, () -> fs.getFileStatus(new Path("/alice/f"))))
          .hasMessageContaining("the request was changed after credentials had been chosen");
    }
    assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
  }

  @Test
  void a_url_is_not_signed_beforehand() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      AmazonS3 client = V1Clients.of(fs);
      AmazonS3Exception refused =
          assertThrows(
              AmazonS3Exception.class,
              () ->
                  client.generatePresignedUrl(new GeneratePresignedUrlRequest("lake", "alice/f")));
      assertThat(refused).hasMessageContaining("presigned URLs are not supported");
    }
  }

  /** The signer is for all file systems of the JVM, and the provider may be missing from one. */
  @Test
  void without_the_provider_nothing_is_sent() throws IOException {
    Configuration conf = lake.grants(TestPrincipals.ADMIN);
    conf.set(
        "fs.s3a.aws.credentials.provider", "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    lake.emulator.resetJournal();
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f")))
          .hasMessageContaining("does not get its credentials from AccessGrantsV1Credentials")
          .hasMessageContaining("fs.s3a.bucket.B.s3.signing-algorithm to AWSS3V4SignerType");
    }
    assertThat(lake.emulator.journal().service(Service.S3).entries()).isEmpty();
  }

  /** As the message says. */
  @Test
  void a_bucket_can_be_left_out() throws IOException {
    Configuration conf = lake.grants(TestPrincipals.ADMIN);
    conf.set(
        "fs.s3a.bucket.lake.aws.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    conf.set("fs.s3a.bucket.lake.s3.signing-algorithm", "AWSS3V4SignerType");
    lake.upload("/alice/f", "x");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("x");
    }
    assertThat(lake.vendsOf(TestPrincipals.ADMIN)).isEmpty();
  }

  /** A factory of the user's may add nothing of the library's; signatures do not depend on it. */
  @Test
  void with_another_client_factory_all_is_signed_as_well() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.s3.client.factory.impl", OtherFactory.class.getName());
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.write(fs, "/alice/f", "x");
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("x");
      assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, "/bob/f", "x"));
    }
    assertThat(lake.s3CallsOf(ALICE).entries())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED));
  }

  /** S3A's own, by another name. */
  public static final class OtherFactory extends org.apache.hadoop.fs.s3a.DefaultS3ClientFactory {}
}
