package io.github.s3agrants.parts;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Existence of directories above grants, with both versions of S3's list. */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.1 cannot
@ParameterizedClass
@ValueSource(ints = {1, 2})
class DirectoriesAboveGrantsTest {
  private static final Path TABLE = new Path("/p/t");

  private final int listVersion;
  private S3AFixture lake;
  private S3AFileSystem fs;

  DirectoriesAboveGrantsTest(int listVersion) {
    this.listVersion = listVersion;
  }

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            S3AFixture.grant(ALICE, Permission.READWRITE, "lake/p/t/day=1/*", "lake/p/t/day=2/*"));
    var conf = lake.grants(ALICE);
    conf.setInt("fs.s3a.list.version", listVersion);
    fs = lake.open(conf);
  }

  @AfterEach
  void nothingWasSignedByBase() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    fs.close();
    lake.close();
  }

  @Test
  void exist_if_there_is_something_under_a_grant() throws IOException {
    lake.upload("/p/t/day=2/f", "x");
    for (Path path : new Path[] {TABLE, new Path("/p"), new Path("/")}) {
      assertThat(fs.exists(path)).isTrue();
      assertThat(fs.getFileStatus(path).isDirectory()).isTrue();
      assertThat(fs.isDirectory(path)).isTrue();
      assertThat(fs.isFile(path)).isFalse();
      assertThat(fs.mkdirs(path)).isTrue();
    }
  }

  @Test
  void do_not_exist_if_there_is_nothing() throws IOException {
    lake.upload("/p/t/day=3/f", "x");
    for (Path path : new Path[] {TABLE, new Path("/p")}) {
      assertThat(fs.exists(path)).isFalse();
      assertThat(fs.isDirectory(path)).isFalse();
      assertThrows(FileNotFoundException.class, () -> fs.getFileStatus(path));
      assertThrows(AccessDeniedException.class, () -> fs.mkdirs(path));
    }
  }
}
