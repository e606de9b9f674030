package io.github.s3agrants.hadoop33;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.Test;

class FirstRequestIT {
  @Test
  void a_file_is_written_and_read() throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"))) {
      try (S3AFileSystem fs = lake.open(ALICE)) {
        S3AFixture.write(fs, "/alice/a/b", "x");
        assertThat(S3AFixture.read(fs, "/alice/a/b")).isEqualTo("x");
        assertThat(fs.rename(new Path("/alice/a"), new Path("/alice/c"))).isTrue();
        assertThat(fs.delete(new Path("/alice/c"), true)).isTrue();
      }
      assertThat(lake.emulator.journal().service(Service.S3).entries())
          .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED));
    }
  }
}
