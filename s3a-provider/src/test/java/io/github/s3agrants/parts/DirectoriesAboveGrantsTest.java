package io.github.s3agrants.parts;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Existence of directories above grants, with both versions of S3's list. */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.0 and 3.4.1 cannot
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

  @Test
  void exist_if_there_is_only_a_marker() throws IOException {
    assertThat(fs.mkdirs(new Path(TABLE, "day=2"))).isTrue();
    assertThat(fs.exists(TABLE)).isTrue();
    assertThrows(FileAlreadyExistsException.class, () -> S3AFixture.write(fs, "/p/t", "x"));
  }

  @Test
  void are_looked_for_with_credentials_that_are_there_already() throws IOException {
    S3AFixture.write(fs, "/p/t/day=2/f", "x");
    assertThat(lake.vendsOf(ALICE)).containsExactly("READWRITE s3://lake/p/t/day=2/*");
    assertThat(fs.exists(TABLE)).isTrue();
    assertThat(fs.mkdirs(new Path(TABLE, "day=2/a/b"))).isTrue();
    assertThat(fs.delete(new Path(TABLE, "day=2/a"), true)).isTrue();
    assertThat(lake.vendsOf(ALICE)).hasSize(1);
  }

  @Test
  void a_part_that_is_refused_counts_as_empty_and_one_that_fails_does_not() throws IOException {
    lake.upload("/p/t/day=2/f", "x");
    lake.emulator.faults().set(S3Operation.LIST_OBJECTS_V2, Fault.error(403, "AccessDenied"));
    assertThat(fs.exists(TABLE)).isFalse();
    lake.emulator.faults().set(S3Operation.LIST_OBJECTS_V2, Fault.error(503, "SlowDown"));
    assertThat(assertThrows(IOException.class, () -> fs.exists(TABLE)))
        .isNotInstanceOf(FileNotFoundException.class)
        .isNotInstanceOf(AccessDeniedException.class);
    lake.emulator.faults().clear();
    assertThat(fs.exists(TABLE)).isTrue();
  }

  /** A lake with one grant more than are looked into. There is something in the last one. */
  private static S3AFixture manyGrants() throws IOException {
    String[] scopes =
        IntStream.rangeClosed(0, Existence.MOST_SCOPES)
            .mapToObj(i -> String.format("lake/many/%04d/*", i))
            .toArray(String[]::new);
    S3AFixture many = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, scopes));
    many.upload("/many/0100/f", "x");
    return many;
  }

  @Test
  void are_looked_into_to_a_limit() throws IOException {
    try (S3AFixture many = manyGrants();
        S3AFileSystem other = many.open(ALICE)) {
      assertThat(other.exists(new Path("/many"))).isFalse();
      assertThat(many.s3CallsOf(ALICE).count("ListObjectsV2")).isEqualTo(Existence.MOST_SCOPES);
    }
  }

  @Test
  void are_looked_into_first_where_there_are_credentials_already() throws IOException {
    try (S3AFixture many = manyGrants();
        S3AFileSystem other = many.open(ALICE)) {
      assertThat(S3AFixture.read(other, "/many/0100/f")).isEqualTo("x");
      assertThat(other.exists(new Path("/many"))).isTrue();
      assertThat(many.s3CallsOf(ALICE).count("ListObjectsV2")).isOne();
      assertThat(many.vendsOf(ALICE)).hasSize(1);
    }
  }
}
