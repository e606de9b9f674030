package io.github.s3agrants.parts;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Grants on single objects, without any on what is around them. */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.0 and 3.4.1 cannot
@ParameterizedClass
@ValueSource(ints = {1, 2})
class ObjectGrantsTest {
  private static final Path READ = new Path("/in/one.csv");
  private static final Path WRITTEN = new Path("/out/one.csv");

  private final int listVersion;
  private S3AFixture lake;
  private S3AFileSystem fs;

  ObjectGrantsTest(int listVersion) {
    this.listVersion = listVersion;
  }

  @BeforeEach
  void start() throws IOException {
    start(MissingKey.NOT_FOUND);
  }

  private void start(MissingKey missing) throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              builder.missingKey(missing);
              builder.objectGrant("s3://", "lake/in/one.csv", ALICE.name(), Permission.READ);
              builder.objectGrant("s3://", "lake/out/one.csv", ALICE.name(), Permission.READWRITE);
            });
    lake.upload("/in/one.csv", "1,2");
    lake.upload("/in/two.csv", "3,4");
    var conf = lake.grants(ALICE);
    conf.setInt("fs.s3a.list.version", listVersion);
    fs = lake.open(conf);
  }

  /**
   * Credentials for one object may list nothing, so S3 may hide whether it exists. What exists is
   * used as ever, and nothing that is missing is reported as anything else than refused.
   */
  @Test
  void if_s3_hides_missing_keys() throws IOException {
    nothingWasSignedByBase();
    start(MissingKey.LISTING);

    assertThat(S3AFixture.read(fs, READ.toString())).isEqualTo("1,2");
    assertThrows(AccessDeniedException.class, () -> fs.exists(WRITTEN));
    assertThrows(AccessDeniedException.class, () -> fs.getFileStatus(WRITTEN));
    assertThrows(AccessDeniedException.class, () -> fs.create(WRITTEN, false).close());
    assertThrows(AccessDeniedException.class, () -> fs.delete(WRITTEN, false));
    S3AFixture.write(fs, WRITTEN.toString(), "first");
    assertThat(fs.exists(WRITTEN)).isTrue();
    S3AFixture.write(fs, WRITTEN.toString(), "second");
    assertThat(S3AFixture.read(fs, WRITTEN.toString())).isEqualTo("second");
    assertThat(fs.delete(WRITTEN, false)).isTrue();
    assertThrows(AccessDeniedException.class, () -> fs.open(WRITTEN).close());
  }

  @AfterEach
  void nothingWasSignedByBase() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    fs.close();
    lake.close();
  }

  @Test
  void read_is_enough_for_everything_about_the_file() throws IOException {
    assertThat(S3AFixture.read(fs, READ.toString())).isEqualTo("1,2");
    assertThat(fs.listStatus(READ))
        .singleElement()
        .matches(file -> file.getPath().equals(fs.makeQualified(READ)));
    var located = fs.listLocatedStatus(READ);
    assertThat(located.next().getLen()).isEqualTo(3);
    assertThat(located.hasNext()).isFalse();
    assertThat(fs.listFiles(READ, true).next().isFile()).isTrue();
    assertThat(fs.globStatus(READ)).hasSize(1);
    assertThat(fs.isDirectory(READ)).isFalse();
    assertThat(fs.isFile(READ)).isTrue();
    assertThat(fs.exists(READ)).isTrue();
    assertThat(fs.isDirectory(READ.getParent())).isTrue();
    assertThrows(AccessDeniedException.class, () -> fs.listStatus(READ.getParent()));
    assertThrows(AccessDeniedException.class, () -> fs.delete(READ, false));
    assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, READ.toString(), "9"));
    assertThrows(AccessDeniedException.class, () -> fs.open(new Path("/in/two.csv")).read());
    assertThat(lake.vendsOf(ALICE)).contains("READ s3://lake/in/one.csv");
  }

  @Test
  void readwrite_is_enough_to_make_it_change_it_and_delete_it(@TempDir java.nio.file.Path local)
      throws IOException {
    assertThat(fs.exists(WRITTEN)).isFalse();
    S3AFixture.write(fs, WRITTEN.toString(), "first");
    S3AFixture.write(fs, WRITTEN.toString(), "second");
    assertThat(S3AFixture.read(fs, WRITTEN.toString())).isEqualTo("second");
    assertThrows(IOException.class, () -> fs.create(WRITTEN, false).close());
    assertThat(fs.delete(WRITTEN, false)).isTrue();
    assertThrows(FileNotFoundException.class, () -> fs.getFileStatus(WRITTEN));
    java.nio.file.Path file = Files.writeString(local.resolve("f"), "third");
    fs.copyFromLocalFile(false, true, new Path(file.toUri()), WRITTEN);
    assertThat(S3AFixture.read(fs, WRITTEN.toString())).isEqualTo("third");
    assertThat(fs.delete(WRITTEN, true)).isTrue();
    assertThat(fs.delete(WRITTEN, true)).isFalse();
  }
}
