package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.hadoop.fs.s3a.s3guard.S3GuardTool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S3A's requests for the whole bucket at startup, which a grant on a prefix does not cover. */
class StartupProbesTest {
  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void a_bucket_probe_does_not_keep_from_starting(int probe) throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/team/alice/*"))) {
      lake.upload("/team/alice/f", "text");
      Configuration conf = lake.grants(ALICE);
      conf.setInt("fs.s3a.bucket.probe", probe);
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThat(S3AFixture.read(fs, "/team/alice/f")).isEqualTo("text");
      }
      assertThat(lake.vendsOf(ALICE).contains("READ s3://lake/*")).isEqualTo(probe > 0);
      assertThat(lake.signedByBaseOf(ALICE)).isEmpty();

      // A missing bucket shows at the first request, which is the probe if there is one.
      UnknownStoreException missing =
          assertThrows(
              UnknownStoreException.class,
              () -> {
                try (FileSystem fs = FileSystem.newInstance(URI.create("s3a://none/"), conf)) {
                  assertThat(probe).isZero();
                  S3AFixture.read(fs, "/team/alice/f");
                }
              });
      assertThat(missing).hasMessageContaining("ucket");
      assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    }
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void a_bucket_probe_under_a_grant_on_the_bucket_is_made() throws IOException {
    try (S3AFixture lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/*"))) {
      Configuration conf = lake.grants(ALICE);
      conf.setInt("fs.s3a.bucket.probe", 2);
      lake.open(conf).close();
      assertThat(lake.s3CallsOf(ALICE).count("HeadBucket")).isEqualTo(1);
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void purging_uploads_of_the_bucket_is_denied_and_the_file_system_starts() throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*"))) {
      pending(lake, "/team/alice/pending");
      try (S3AFileSystem fs = lake.open(purging(lake))) {
        S3AFixture.write(fs, "/team/alice/f", "text");
      }
      assertThat(uploads(lake)).containsExactly("team/alice/pending");
      // The purge that the grant does cover.
      Configuration conf = lake.grants(ALICE);
      assertThat(S3GuardTool.run(conf, "uploads", "-abort", "-force", "s3a://lake/team/alice/"))
          .isZero();
      assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
      assertThat(uploads(lake)).isEmpty();
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void purging_under_a_grant_on_the_bucket_aborts_what_may_be_aborted() throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READ, "lake/*").accept(builder);
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*").accept(builder);
            })) {
      pending(lake, "/team/alice/pending");
      lake.open(purging(lake)).close();
      assertThat(uploads(lake)).isEmpty();

      pending(lake, "/other/pending");
      lake.open(purging(lake)).close();
      assertThat(uploads(lake)).containsExactly("other/pending");
      assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    }
  }

  private static Configuration purging(S3AFixture lake) {
    Configuration conf = lake.grants(ALICE);
    conf.setBoolean("fs.s3a.multipart.purge", true);
    conf.set("fs.s3a.multipart.purge.age", "0");
    return conf;
  }

  private static void pending(S3AFixture lake, String path) throws Exception {
    try (S3AFileSystem admin = lake.open(lake.plain(TestPrincipals.ADMIN));
        MultipartUploader uploader = admin.createMultipartUploader(new Path("/")).build()) {
      uploader.startUpload(new Path(path)).get(60, TimeUnit.SECONDS);
    }
  }

  private static List<String> uploads(S3AFixture lake) throws IOException {
    try (S3AFileSystem admin = lake.open(lake.plain(TestPrincipals.ADMIN))) {
      return admin.listMultipartUploads("").stream()
          .map(upload -> upload.key())
          .collect(Collectors.toList());
    }
  }
}
