package io.github.s3agrants.iceberg;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.io.BulkDeletionFailureException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.PositionOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What Iceberg does with files, on granted and other prefixes. */
class FileOperationsIT {
  private static final int PART = 5 * 1024 * 1024;

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*", "lake/alicia/*")
                  .accept(builder);
              S3AFixture.grant(ALICE, Permission.READ, "lake/shared/*", "other/shared/*")
                  .accept(builder);
            });
    lake.upload("/shared/f", "shared");
    lake.upload("/bob/f", "of Bob");
    lake.emulator.resetJournal();
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  private S3FileIO open() {
    return IcebergFixture.open(IcebergFixture.properties(lake.emulator, ALICE));
  }

  /** That each request of Alice's was signed by vended credentials, and of how many vends. */
  private void vended(String... vends) {
    assertThat(lake.s3CallsOf(ALICE).entries()).isNotEmpty();
    assertThat(lake.s3CallsOf(ALICE).entries())
        .extracting(JournalEntry::signer)
        .containsOnly(SignerKind.VENDED);
    assertThat(IcebergFixture.vended(lake.emulator, ALICE)).containsExactlyInAnyOrder(vends);
  }

  private static String refused(Executable action) {
    S3Exception refusal = assertThrows(S3Exception.class, action);
    assertThat(refusal.statusCode()).isEqualTo(403);
    assertThat(refusal).hasMessageContaining("S3 Access Grants");
    return String.valueOf(refusal.getMessage());
  }

  private static List<String> listed(FileIO io, String prefix) {
    return StreamSupport.stream(((S3FileIO) io).listPrefix(prefix).spliterator(), false)
        .map(FileInfo::location)
        .toList();
  }

  @Test
  void writes_and_reads_with_one_set_of_vended_credentials() throws IOException {
    try (S3FileIO io = open()) {
      IcebergFixture.write(io, "s3://lake/alice/t/f", "text");
      assertThat(IcebergFixture.read(io, "s3a://lake/alice/t/f")).isEqualTo("text");
      assertThat(IcebergFixture.read(io, "s3n://lake/alice/t/f")).isEqualTo("text");
      assertThat(io.newInputFile("s3://lake/alice/t/f").getLength()).isEqualTo(4);
      assertThat(io.newInputFile("s3://lake/alice/t/none").exists()).isFalse();
    }
    vended("READWRITE s3://lake/alice/*");
  }

  @Test
  void writes_in_parts() throws IOException {
    Map<String, String> properties = IcebergFixture.properties(lake.emulator, ALICE);
    properties.put(S3FileIOProperties.MULTIPART_SIZE, Integer.toString(PART));
    properties.put(S3FileIOProperties.MULTIPART_THRESHOLD_FACTOR, "1");
    byte[] bytes = new byte[2 * PART + 1];
    Arrays.fill(bytes, (byte) 7);
    try (S3FileIO io = IcebergFixture.open(properties)) {
      try (PositionOutputStream out = io.newOutputFile("s3://lake/alice/large").create()) {
        out.write(bytes);
      }
      assertThat(io.newInputFile("s3://lake/alice/large").getLength()).isEqualTo(bytes.length);
    }
    assertThat(lake.s3CallsOf(ALICE).count("UploadPart")).isEqualTo(3);
    vended("READWRITE s3://lake/alice/*");
  }

  @Test
  void deletes_and_lists() throws IOException {
    try (S3FileIO io = open()) {
      for (String key : List.of("a", "b", "c", "t/1", "t/2")) {
        IcebergFixture.write(io, "s3://lake/alice/" + key, key);
      }
      io.deleteFile("s3://lake/alice/a");
      io.deleteFiles(List.of("s3://lake/alice/b", "s3a://lake/alice/c"));
      assertThat(listed(io, "s3://lake/alice/"))
          .containsExactly("s3://lake/alice/t/1", "s3://lake/alice/t/2");
      io.deletePrefix("s3://lake/alice/t/");
      assertThat(listed(io, "s3://lake/alice/")).isEmpty();
    }
    vended("READWRITE s3://lake/alice/*");
  }

  @Test
  void deletes_over_several_grants_in_parts_and_lists_them_one_by_one() throws IOException {
    try (S3FileIO io = open()) {
      IcebergFixture.write(io, "s3://lake/alice/a", "a");
      IcebergFixture.write(io, "s3://lake/alicia/a", "a");
      assertThat(refused(() -> listed(io, "s3://lake/ali")))
          .contains("The caller has grants below it: s3://lake/alice/*, s3://lake/alicia/*");
      io.deleteFiles(List.of("s3://lake/alice/a", "s3://lake/alicia/a"));
      assertThat(listed(io, "s3://lake/alice/")).isEmpty();
      assertThat(listed(io, "s3://lake/alicia/")).isEmpty();
    }
    vended("READWRITE s3://lake/alice/*", "READWRITE s3://lake/alicia/*");
  }

  @Test
  void what_is_not_granted_is_refused_and_says_which_grant_to_ask_for() throws IOException {
    try (S3FileIO io = open()) {
      assertThat(IcebergFixture.read(io, "s3://lake/shared/f")).isEqualTo("shared");
      assertThat(refused(() -> IcebergFixture.write(io, "s3://lake/shared/new", "x")))
          .contains("WRITE", "s3://lake/shared/new", "aws s3control create-access-grant");
      assertThat(refused(() -> IcebergFixture.read(io, "s3://lake/bob/f")))
          .contains("READ", "s3://lake/bob/f");
      refused(() -> io.deleteFile("s3://lake/shared/f"));
      refused(() -> listed(io, "s3://lake/bob/"));
      refused(() -> io.deletePrefix("s3://lake/bob/"));
      assertThrows(
          BulkDeletionFailureException.class,
          () -> io.deleteFiles(List.of("s3://lake/shared/f", "s3://lake/bob/f")));
      assertThat(IcebergFixture.read(io, "s3://lake/shared/f")).isEqualTo("shared");
    }
    assertThat(lake.s3CallsOf(ALICE).entries())
        .extracting(JournalEntry::signer)
        .containsOnly(SignerKind.VENDED);
    assertThat(lake.s3CallsOf(ALICE).filter(call -> call.status() >= 400).entries())
        .as("Iceberg looks whether the new file exists, which READ permits; nothing else was sent")
        .extracting(JournalEntry::operation, JournalEntry::key, JournalEntry::status)
        .containsExactly(tuple("HeadObject", "shared/new", 404));
  }

  @Test
  void each_bucket_has_its_own_grants() throws IOException {
    try (S3FileIO io = open()) {
      assertThat(IcebergFixture.read(io, "s3://lake/shared/f")).isEqualTo("shared");
      assertThat(listed(io, "s3://other/shared/")).isEmpty();
    }
    vended("READ s3://lake/shared/*", "READ s3://other/shared/*");
  }

  @Test
  void an_asterisk_in_a_key_is_a_letter() throws IOException {
    try (S3FileIO io = open()) {
      IcebergFixture.write(io, "s3://lake/alice/*", "star");
      IcebergFixture.write(io, "s3://lake/alice/x", "x");
      io.deleteFile("s3://lake/alice/*");
      assertThat(listed(io, "s3://lake/alice/")).containsExactly("s3://lake/alice/x");
      refused(() -> IcebergFixture.write(io, "s3://lake/*", "star"));
      refused(() -> IcebergFixture.write(io, "s3://lake/bob/*", "star"));
      refused(() -> IcebergFixture.read(io, "s3://lake/al*ce/x"));
    }
    vended("READWRITE s3://lake/alice/*");
  }

  @Test
  void what_is_no_bucket_is_refused() throws IOException {
    String arn = "arn:aws:s3:us-east-1:111122223333:accesspoint/ap";
    Map<String, String> properties = IcebergFixture.properties(lake.emulator, ALICE);
    properties.put(S3FileIOProperties.ACCESS_POINTS_PREFIX + "lake", arn);
    // Otherwise the SDK itself refuses it.
    properties.put(S3FileIOProperties.PATH_STYLE_ACCESS, "false");
    try (S3FileIO io = IcebergFixture.open(properties)) {
      assertThat(refused(() -> IcebergFixture.read(io, "s3://lake/alice/f"))).contains(arn);
    }
    try (S3FileIO io = open()) {
      for (String bucket : List.of("ap-abc-s3alias", "lake--use1-az1--x-s3", "no_such", "..")) {
        assertThat(
                assertThrows(
                    SdkException.class, () -> IcebergFixture.read(io, "s3://" + bucket + "/f")))
            .as(bucket)
            .hasMessageContaining("S3 Access Grants")
            .hasMessageContaining(bucket);
      }
    }
    assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
  }
}
