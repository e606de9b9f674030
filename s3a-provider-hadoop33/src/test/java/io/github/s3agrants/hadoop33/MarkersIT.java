package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * After each file that is created, S3A of Hadoop 3.3 deletes the markers of all directories above
 * it, unless {@code fs.s3a.directory.marker.retention} is {@code keep}.
 */
class MarkersIT {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/a/b/c/*"));
  }

  @AfterEach
  void nothingWasSignedByBase() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    lake.close();
  }

  private S3AFileSystem open(String retention, String discovery) throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.directory.marker.retention", retention);
    conf.set("fs.s3a.accessgrants.grants.discovery", discovery);
    return lake.open(conf);
  }

  /** Whether the caller's grants are known or not: nobody is asked for what is above the grant. */
  @ParameterizedTest
  @CsvSource({"delete, auto, 4", "delete, off, 4", "keep, auto, 0", "keep, off, 0"})
  void above_the_grant_cost_no_call(String retention, String discovery, int deletes)
      throws IOException {
    try (S3AFileSystem fs = open(retention, discovery)) {
      S3AFixture.write(fs, "/a/b/c/first", "x");
      lake.emulator.resetJournal();
      for (String name : new String[] {"d/e/f", "d/g", "h", "d/e/i"}) {
        S3AFixture.write(fs, "/a/b/c/" + name, "x");
      }
      assertThat(lake.vendsOf(ALICE)).isEmpty();
      assertThat(lake.s3CallsOf(ALICE).count("DeleteObjects")).isEqualTo(deletes);
    }
  }

  @Test
  void below_the_grant_are_deleted() throws IOException {
    try (S3AFileSystem fs = open("delete", "auto")) {
      assertThat(fs.mkdirs(new Path("/a/b/c/d/e"))).isTrue();
      S3AFixture.write(fs, "/a/b/c/d/e/f", "x");
      assertThat(fs.delete(new Path("/a/b/c/d/e/f"), false)).isTrue();
      // S3A makes the marker of the parent again; those above it have gone.
      assertThat(fs.listStatus(new Path("/a/b/c/d"))).hasSize(1);
      assertThat(fs.getFileStatus(new Path("/a/b/c/d/e")).isDirectory()).isTrue();
    }
  }

  /** What the user deletes is asked for, whatever it is. */
  @Test
  void that_the_user_deletes_are_not_passed_over() throws IOException {
    try (S3AFileSystem fs = open("keep", "off")) {
      assertThat(fs.mkdirs(new Path("/a/b/c/d/e/f"))).isTrue();
      assertThat(fs.delete(new Path("/a/b/c/d"), true)).isTrue();
      assertThat(fs.exists(new Path("/a/b/c/d"))).isFalse();
    }
  }
}
