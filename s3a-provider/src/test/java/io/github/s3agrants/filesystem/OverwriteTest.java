package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Existing objects are never overwritten by mistake, however answers about them change. */
class OverwriteTest {
  private static final Path DATA = new Path("/team/data");

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/data/sub/*").accept(builder);
              builder.objectGrant("s3://", "lake/team/data", ALICE.name(), Permission.READWRITE);
            });
    lake.upload("/team/data", "precious");
  }

  @AfterEach
  void itIsStillThere() throws IOException {
    try (S3AFileSystem admin = lake.open(lake.plain(TestPrincipals.ADMIN))) {
      assertThat(S3AFixture.read(admin, "/team/data")).isEqualTo("precious");
    }
    lake.close();
  }

  private static void create(S3AFileSystem fs) throws IOException {
    try (FSDataOutputStream out = fs.create(DATA, false)) {
      out.write("x".getBytes(StandardCharsets.UTF_8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1m"})
  void create_without_overwrite_after_two_passing_refusals(String deniedTtl) throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.denied.ttl", deniedTtl);
    try (S3AFileSystem fs = lake.open(conf)) {
      // The library does not know the object's grant yet, but the one below it.
      assertThat(fs.exists(new Path("/team/data/sub/none"))).isFalse();
      for (int refusals = 1; refusals <= 6; refusals++) {
        lake.emulator
            .faults()
            .set(ControlOperation.GET_DATA_ACCESS, Fault.denied().times(refusals));
        IOException e = assertThrows(IOException.class, () -> create(fs));
        assertThat(e)
            .isInstanceOfAny(AccessDeniedException.class, FileAlreadyExistsException.class);
        lake.emulator.faults().clear();
      }
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }
}
