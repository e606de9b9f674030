package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Canned ACLs and server-side encryption that S3A adds to its requests. */
class EncryptionAndAclsTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final String KMS_KEY = "arn:aws:kms:us-east-1:111122223333:key/one";
  private static final String CUSTOMER_KEY = key("0123456789abcdef0123456789abcdef");
  private static final String OTHER_KEY = key("another-key-another-key-another-");

  private static S3AFixture lake;
  private static S3Client admin;

  @BeforeAll
  static void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*").accept(builder);
              S3AFixture.grant(BOB, Permission.WRITE, "lake/team/bob/*").accept(builder);
            });
    admin =
        EmulatorClients.s3(
            S3Client.builder(),
            lake.emulator.endpoints(),
            EmulatorClients.credentials(TestPrincipals.ADMIN));
  }

  @AfterAll
  static void stop() throws IOException {
    admin.close();
    lake.close();
  }

  @BeforeEach
  void forget() {
    lake.emulator.resetJournal();
  }

  private static String key(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "Private, FULL_CONTROL",
    "PublicRead, FULL_CONTROL READ",
    "PublicReadWrite, FULL_CONTROL READ WRITE",
    "AuthenticatedRead, FULL_CONTROL READ",
    "AwsExecRead, FULL_CONTROL",
    "BucketOwnerRead, FULL_CONTROL",
    "BucketOwnerFullControl, FULL_CONTROL"
  })
  void a_canned_acl_is_on_each_object_that_is_written(String acl, String permissions)
      throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.acl.default", acl);
    for (String key : write(conf, "acl", acl.equals("PublicRead"))) {
      assertThat(grantsOn(key)).as(key).isEqualTo(permissions);
    }
    assertNothingDenied();
  }

  /** On AWS WRITE includes {@code s3:PutObjectAcl} as well. */
  @Tag(S3AFixture.HADOOP_34)
  @Test
  void a_writer_who_may_not_read_sets_acls_too() throws IOException {
    Configuration conf = lake.grants(BOB);
    conf.set("fs.s3a.acl.default", "PublicRead");
    conf.setBoolean("fs.s3a.create.performance", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.write(fs, "/team/bob/f", "x");
    }
    assertThat(grantsOn("team/bob/f")).isEqualTo("FULL_CONTROL READ");
  }

  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @CsvSource({
    ", , AES256, ",
    "AES256, , AES256, ",
    "SSE-KMS, , aws:kms, ",
    "SSE-KMS, " + KMS_KEY + ", aws:kms, " + KMS_KEY,
    "DSSE-KMS, " + KMS_KEY + ", aws:kms:dsse, " + KMS_KEY
  })
  void managed_keys(String algorithm, String key, String told, String toldKey) throws IOException {
    Configuration conf = lake.grants(ALICE);
    if (algorithm != null) {
      conf.set("fs.s3a.encryption.algorithm", algorithm);
    }
    if (key != null) {
      conf.set("fs.s3a.encryption.key", key);
    }
    for (String each : write(conf, "managed", key != null)) {
      var head = admin.headObject(r -> r.bucket("lake").key(each));
      assertThat(head.serverSideEncryptionAsString()).as(each).isEqualTo(told);
      assertThat(head.ssekmsKeyId()).as(each).isEqualTo(toldKey);
    }
    assertNothingDenied();
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void customers_keys() throws IOException {
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    StringWriter thrown = new StringWriter();
    PrintStream err = System.err;
    System.setErr(new PrintStream(log, true, UTF_8));
    try {
      assertThat(write(customerKey(CUSTOMER_KEY), "customer", true)).hasSize(5);
      try (S3AFileSystem fs = lake.open(customerKey(CUSTOMER_KEY))) {
        assertThat(S3AFixture.read(fs, "/team/alice/customer/copy")).isEqualTo("text");
        assertThat(fs.getFileStatus(new Path("/team/alice/customer/copied-parts")).getLen())
            .isEqualTo(6L * MEGABYTE);
      }
      assertNothingDenied();
      try (S3AFileSystem fs = lake.open(customerKey(OTHER_KEY))) {
        assertThrows(
                AccessDeniedException.class, () -> S3AFixture.read(fs, "/team/alice/customer/copy"))
            .printStackTrace(new PrintWriter(thrown, true));
      }
      try (S3AFileSystem fs = lake.open(ALICE)) {
        assertThrows(IOException.class, () -> S3AFixture.read(fs, "/team/alice/customer/copy"))
            .printStackTrace(new PrintWriter(thrown, true));
      }
      // Refusals by the library itself are recorded as well.
      try (S3AFileSystem fs = lake.open(customerKey(CUSTOMER_KEY))) {
        assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, "/team/bob/f", "x"))
            .printStackTrace(new PrintWriter(thrown, true));
      }
    } finally {
      System.setErr(err);
    }
    assertThat(thrown.toString()).contains("S3 Access Grants gave no credentials");
    assertThat(log.toString(UTF_8) + thrown + lake.emulator.journal().entries())
        .doesNotContain(CUSTOMER_KEY)
        .doesNotContain(OTHER_KEY);
  }

  private static Configuration customerKey(String key) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.encryption.algorithm", "SSE-C");
    conf.set("fs.s3a.encryption.key", key);
    return conf;
  }

  /**
   * Writes with PutObject and CopyObject, and optionally with uploads and copies in parts.
   *
   * @return the keys
   */
  private static List<String> write(Configuration conf, String directory, boolean inParts)
      throws IOException {
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    // With the analytics stream S3A does not copy in parts.
    conf.set("fs.s3a.input.stream.type", "classic");
    Path base = new Path("/team/alice", directory);
    List<String> names = new ArrayList<>(List.of("put", "copy", "dir/"));
    try (S3AFileSystem fs = lake.open(conf)) {
      fs.delete(base, true);
      S3AFixture.write(fs, base + "/put", "text");
      S3AFixture.write(fs, base + "/to-copy", "text");
      assertThat(fs.rename(new Path(base, "to-copy"), new Path(base, "copy"))).isTrue();
      assertThat(fs.mkdirs(new Path(base, "dir"))).isTrue();
      if (inParts) {
        names.addAll(List.of("parts", "copied-parts"));
        for (String name : List.of("parts", "to-copy")) {
          try (FSDataOutputStream out = fs.create(new Path(base, name), true)) {
            out.write(new byte[6 * MEGABYTE]);
          }
        }
        assertThat(fs.rename(new Path(base, "to-copy"), new Path(base, "copied-parts"))).isTrue();
        assertThat(lake.s3CallsOf(ALICE).count("UploadPartCopy")).isPositive();
      }
    }
    return names.stream()
        .map(name -> "team/alice/" + directory + "/" + name)
        .collect(Collectors.toList());
  }

  private static String grantsOn(String key) {
    return admin.getObjectAcl(r -> r.bucket("lake").key(key)).grants().stream()
        .map(grant -> grant.permissionAsString())
        .collect(Collectors.joining(" "));
  }

  private static void assertNothingDenied() {
    assertThat(lake.s3CallsOf(ALICE).entries())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
        .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
  }
}
