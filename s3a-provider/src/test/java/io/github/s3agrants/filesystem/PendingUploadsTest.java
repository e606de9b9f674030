package io.github.s3agrants.filesystem;

import static io.github.s3agrants.fixture.S3AFixture.grant;
import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What becomes of an upload whose process was killed in the middle of a file. */
class PendingUploadsTest {
  private static final String WORKING = "team/out/_temporary";
  private static final String KILLED = WORKING + "/0/_temporary/attempt_0/part-0";

  private S3AFixture lake;
  private S3Client admin;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(grant(ALICE, Permission.READWRITE, "lake/team/*"));
    lake.upload("/" + WORKING + "/0/_temporary/attempt_1/part-0", "text");
    admin =
        EmulatorClients.s3(
            S3Client.builder(), lake.emulator.endpoints(), EmulatorClients.credentials(ADMIN));
    admin.createMultipartUpload(request -> request.bucket("lake").key(KILLED));
  }

  @AfterEach
  void stop() throws IOException {
    admin.close();
    lake.close();
  }

  private List<String> uploads() {
    return admin.listMultipartUploads(request -> request.bucket("lake")).uploads().stream()
        .map(MultipartUpload::key)
        .toList();
  }

  /** The file committer deletes its working folder at the end of the job. */
  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void it_outlives_its_folder_unless_deletes_purge_uploads(boolean vended, boolean purge)
      throws IOException {
    Configuration conf = vended ? lake.grants(ALICE) : lake.plain(ADMIN);
    conf.setBoolean("fs.s3a.directory.operations.purge.uploads", purge);
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(fs.delete(new Path("/" + WORKING), true)).isTrue();
      assertThat(fs.exists(new Path("/" + WORKING))).isFalse();
    }
    assertThat(uploads()).isEqualTo(purge ? List.of() : List.of(KILLED));
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  /** S3A lists the uploads of the whole bucket, and goes on if that is refused. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void purging_at_start_has_no_effect_under_a_grant_on_a_prefix(boolean vended) throws IOException {
    Configuration conf = vended ? lake.grants(ALICE) : lake.plain(ADMIN);
    conf.setBoolean("fs.s3a.multipart.purge", true);
    conf.set("fs.s3a.multipart.purge.age", "0");
    try (S3AFileSystem fs = lake.open(conf)) {
      assertThat(fs.exists(new Path("/" + WORKING))).isTrue();
    }
    assertThat(uploads()).isEqualTo(vended ? List.of(KILLED) : List.of());
  }
}
