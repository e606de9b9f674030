package io.github.s3agrants.flink;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import org.apache.flink.core.fs.FileSystem;
import org.junit.jupiter.api.Test;

class FlinkFileSystemIT {
  @Test
  void a_file_is_written_and_read() throws Exception {
    try (FlinkLake lake =
        FlinkLake.start(FlinkLake.grant(ALICE, Permission.READWRITE, "lake/alice/*"))) {
      FileSystem fs = lake.open(ALICE);
      FlinkLake.write(fs, "s3://lake/alice/a", "x");
      assertThat(FlinkLake.read(fs, "s3://lake/alice/a")).isEqualTo("x");
      assertThat(lake.s3Calls().isEmpty()).isFalse();
      assertThat(lake.notSignedByVended()).isEmpty();
      assertThat(lake.vends()).containsExactly("READWRITE s3://lake/alice/*");
    }
  }
}
