package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.Test;

/** A refused UploadPartCopy, which the SDK's TransferManager sends on threads of its own. */
class CopiesInPartsIT {
  @Test
  void a_refused_rename_of_a_large_file_fails_at_once_with_the_librarys_message()
      throws IOException {
    try (S3AFixture lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READ, "lake/in/*").accept(builder);
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/out/*").accept(builder);
            })) {
      lake.upload("/in/big", "x".repeat(11 << 20));
      Configuration conf = lake.grants(ALICE);
      conf.set("fs.s3a.multipart.size", "5M");
      conf.set("fs.s3a.multipart.threshold", "5M");
      // S3A's default; the fixture's is shorter.
      conf.unset("fs.s3a.retry.limit");
      conf.unset("fs.s3a.retry.interval");
      try (S3AFileSystem fs = lake.open(conf)) {
        fs.mkdirs(new Path("/out"));
        lake.emulator.resetJournal();
        IOException refused =
            assertThrows(
                IOException.class, () -> fs.rename(new Path("/in/big"), new Path("/out/big")));
        assertThat(refused)
            .isInstanceOf(java.nio.file.AccessDeniedException.class)
            .hasMessageContaining("READWRITE on s3://lake/*")
            .hasMessageContaining("READ plus WRITE do not add up to READWRITE");
        assertThat(lake.s3CallsOf(ALICE).count("UploadPartCopy")).isZero();
        assertThat(lake.s3CallsOf(ALICE).count("CreateMultipartUpload")).isEqualTo(1);
      }
      try (S3AFileSystem admin = lake.open(lake.plain(ADMIN))) {
        assertThat(admin.exists(new Path("/in/big"))).isTrue();
        assertThat(admin.exists(new Path("/out/big"))).isFalse();
      }
    }
  }
}
