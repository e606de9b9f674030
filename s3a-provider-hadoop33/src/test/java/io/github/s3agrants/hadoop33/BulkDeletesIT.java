package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.Test;

class BulkDeletesIT {
  @Test
  void what_no_grant_covers_is_refused_at_once_and_the_rest_is_deleted() throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(
            S3AFixture.grant(ALICE, Permission.READ, "lake/data/*")
                .andThen(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/data/mine/*")))) {
      lake.upload("/data/others/a", "x");
      lake.upload("/data/mine/b", "x");
      try (S3AFileSystem fs = lake.open(ALICE)) {
        assertThatThrownBy(() -> fs.delete(new Path("/data"), true))
            .isInstanceOf(AccessDeniedException.class);
        assertThat(fs.exists(new Path("/data/mine/b"))).isFalse();
        assertThat(fs.exists(new Path("/data/others/a"))).isTrue();
      }
      // S3A does not retry.
      assertThat(lake.s3CallsOf(ALICE).operation("DeleteObjects").entries()).hasSize(1);
    }
  }
}
