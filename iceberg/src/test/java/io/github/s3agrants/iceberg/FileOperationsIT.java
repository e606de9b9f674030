package io.github.s3agrants.iceberg;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Iceberg does with files, on granted and other prefixes. */
class FileOperationsIT {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"));
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  @Test
  void writes_and_reads_with_one_set_of_vended_credentials() throws IOException {
    try (S3FileIO io = IcebergFixture.open(IcebergFixture.properties(lake.emulator, ALICE))) {
      IcebergFixture.write(io, "s3://lake/alice/t/f", "text");
      assertThat(IcebergFixture.read(io, "s3a://lake/alice/t/f")).isEqualTo("text");
    }
    assertThat(lake.vendsOf(ALICE)).containsExactly("READWRITE s3://lake/alice/*");
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    assertThat(lake.s3CallsOf(ALICE).entries()).isNotEmpty();
  }
}
