package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.MatchedGrantTarget;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both forms of the scope that GetDataAccess answers: the one that the service was seen to write,
 * and the one in AWS's user guide. Neither costs a call more, nor covers more.
 */
class MatchedGrantTargetTest {

  @ParameterizedTest
  @EnumSource
  void one_vend_serves_a_whole_grant(MatchedGrantTarget form) throws IOException {
    try (S3AFixture lake = lake(form, "lake/alice/*");
        S3AFileSystem fs = lake.open(lake.askingPathByPath(ALICE))) {
      fill(lake);
      reads(fs);
      assertThat(lake.vendsOf(ALICE)).hasSize(1);
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/other"));
      assertUnderstood(lake);
    }
  }

  /** Every target is its own scope: the form changes nothing about what is reused. */
  @ParameterizedTest
  @EnumSource
  void minimal_privilege(MatchedGrantTarget form) throws IOException {
    try (S3AFixture lake = lake(form, "lake/alice/*")) {
      fill(lake);
      Configuration conf = lake.askingPathByPath(ALICE);
      conf.set("fs.s3a.accessgrants.privilege", "Minimal");
      try (S3AFileSystem fs = lake.open(conf)) {
        assertThat(fs.listStatus(new Path("/alice"))).hasSize(2);
        int once = lake.vendsOf(ALICE).size();
        assertThat(fs.listStatus(new Path("/alice"))).hasSize(2);
        assertThat(lake.vendsOf(ALICE)).hasSize(once);
        assertUnderstood(lake);
      }
    }
  }

  /** A grant of {@code lake*} in the location {@code s3://} is one on the bucket. */
  @ParameterizedTest
  @EnumSource
  void a_bucket_with_a_star(MatchedGrantTarget form) throws IOException {
    try (S3AFixture lake = lake(form, "lake*");
        S3AFileSystem fs = lake.open(ALICE)) {
      fill(lake);
      reads(fs);
      assertThat(S3AFixture.read(fs, "/other")).isEqualTo("three");
      assertThat(lake.vendsOf(ALICE)).hasSize(1);
      assertUnderstood(lake);
    }
  }

  private static S3AFixture lake(MatchedGrantTarget form, String scope) throws IOException {
    return S3AFixture.start(
        builder -> {
          S3AFixture.grant(ALICE, Permission.READWRITE, scope).accept(builder);
          builder.matchedGrantTarget(form);
        });
  }

  private static void fill(S3AFixture lake) throws IOException {
    lake.upload("/alice/1", "one");
    lake.upload("/alice/2", "two");
    lake.upload("/other", "three");
    lake.emulator.resetJournal();
  }

  private static void reads(S3AFileSystem fs) throws IOException {
    assertThat(S3AFixture.read(fs, "/alice/1")).isEqualTo("one");
    assertThat(S3AFixture.read(fs, "/alice/2")).isEqualTo("two");
    assertThat(fs.listStatus(new Path("/alice"))).hasSize(2);
  }

  private static void assertUnderstood(S3AFixture lake) {
    assertThat(AccessGrantsRuntime.engine().orElseThrow().statistics().getUnexpectedScopes())
        .isZero();
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }
}
