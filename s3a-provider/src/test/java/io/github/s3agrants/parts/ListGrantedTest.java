package io.github.s3agrants.parts;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller sees of directories above many grants, in several pages. */
@Tag("lists-caller-grants") // the SDK of Hadoop 3.4.0 and 3.4.1 cannot
@ParameterizedClass
@ValueSource(ints = {1, 2})
class ListGrantedTest {
  private static final int DAYS = 12;
  private static final int EMPTY_DAY = 7;
  private static final Path TABLE = new Path("/p/t");

  private final int listVersion;
  private S3AFixture lake;
  private S3AFileSystem fs;

  ListGrantedTest(int listVersion) {
    this.listVersion = listVersion;
  }

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(
                      ALICE,
                      Permission.READ,
                      days().map(day -> "lake/p/t/" + day + "/*").toArray(String[]::new))
                  .accept(builder);
              S3AFixture.grant(ALICE, Permission.READ, "lake/p/u*").accept(builder);
              S3AFixture.grant(ALICE, Permission.WRITE, "lake/p/w/*").accept(builder);
              builder.objectGrant("s3://", "lake/p/o/one.csv", ALICE.name(), Permission.READ);
            });
    try (S3AFileSystem admin = lake.open(lake.plain(ADMIN))) {
      for (int i = 0; i < DAYS; i++) {
        if (i != EMPTY_DAY) {
          S3AFixture.write(admin, "/p/t/" + day(i) + "/f", "x");
          S3AFixture.write(admin, "/p/t/" + day(i) + "/h/g", "x");
        }
      }
      for (String path :
          List.of(
              "/p/t/other/f",
              "/p/u1/f",
              "/p/u2",
              "/p/w/f",
              "/p/o/one.csv",
              "/p/o/two.csv",
              "/q/f")) {
        S3AFixture.write(admin, path, "x");
      }
    }
    fs = lake.open(conf());
  }

  private Configuration conf() {
    Configuration conf = lake.grants(ALICE);
    conf.setInt("fs.s3a.list.version", listVersion);
    conf.setBoolean("fs.s3a.accessgrants.list.granted", true);
    conf.setInt("fs.s3a.paging.maximum", 5);
    return conf;
  }

  private static String day(int i) {
    return String.format("day=%02d", i);
  }

  private static Stream<String> days() {
    return IntStream.range(0, DAYS).mapToObj(ListGrantedTest::day);
  }

  private static List<String> shownDays() {
    return days().filter(day -> !day.equals(day(EMPTY_DAY))).collect(Collectors.toList());
  }

  @AfterEach
  void nothingWasSignedByBase() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    fs.close();
    lake.close();
  }

  private static List<String> paths(FileStatus... found) {
    return Arrays.stream(found)
        .map(status -> status.getPath().toUri().getPath() + (status.isDirectory() ? "/" : ""))
        .collect(Collectors.toList());
  }

  private static List<String> paths(RemoteIterator<? extends FileStatus> found) throws IOException {
    List<FileStatus> all = new ArrayList<>();
    while (found.hasNext()) {
      all.add(found.next());
    }
    return paths(all.toArray(new FileStatus[0]));
  }

  @Test
  void directories_show_the_way_to_what_is_granted() throws IOException {
    List<String> partitions =
        shownDays().stream().map(day -> "/p/t/" + day + "/").collect(Collectors.toList());
    assertThat(paths(fs.listStatus(TABLE))).isEqualTo(partitions);
    assertThat(paths(fs.listStatusIterator(TABLE))).isEqualTo(partitions);
    assertThat(paths(fs.listLocatedStatus(TABLE))).isEqualTo(partitions);
    assertThat(paths(fs.globStatus(new Path("/p/t/*")))).isEqualTo(partitions);
    assertThat(paths(fs.globStatus(new Path("/p/*/*/f"))))
        .isEqualTo(
            shownDays().stream().map(day -> "/p/t/" + day + "/f").collect(Collectors.toList()));
    assertThat(paths(fs.listStatus(new Path("/")))).containsExactly("/p/");
    assertThat(paths(fs.listStatus(new Path("/p"))))
        .containsExactlyInAnyOrder("/p/o/", "/p/t/", "/p/u1/", "/p/u2");
    assertThat(paths(fs.listStatus(new Path("/p/o")))).containsExactly("/p/o/one.csv");
  }

  @Test
  void files_below_are_those_that_are_granted() throws IOException {
    List<String> below = new ArrayList<>(List.of("/p/o/one.csv"));
    shownDays().forEach(day -> below.addAll(List.of("/p/t/" + day + "/f", "/p/t/" + day + "/h/g")));
    below.addAll(List.of("/p/u1/f", "/p/u2"));
    assertThat(paths(fs.listFiles(new Path("/"), true))).isEqualTo(below);
    assertThat(paths(fs.listFiles(new Path("/p"), true))).isEqualTo(below);
  }

  @Test
  void what_is_not_granted_is_not_listed_as_empty() throws IOException {
    assertThrows(
        FileNotFoundException.class, () -> fs.listStatus(new Path("/p/t/" + day(EMPTY_DAY))));
    for (String path : List.of("/q", "/p/t/other", "/p/w")) {
      assertThrows(AccessDeniedException.class, () -> fs.listStatus(new Path(path)));
    }
  }

  @Test
  void a_part_that_is_refused_fails_the_list() throws IOException {
    lake.emulator.faults().set(S3Operation.HEAD_OBJECT, Fault.error(403, "AccessDenied"));
    IOException e =
        assertThrows(IOException.class, () -> paths(fs.listFiles(new Path("/p"), true)));
    assertThat(e).isInstanceOf(AccessDeniedException.class);
    lake.emulator.faults().clear();
    assertThat(paths(fs.listFiles(new Path("/p"), true))).hasSize(2 * DAYS - 2 + 3);
  }

  @Test
  void deletes_and_renames_are_refused_and_name_the_grants() throws IOException {
    for (Path path : new Path[] {TABLE, new Path("/p")}) {
      IOException deleted = assertThrows(AccessDeniedException.class, () -> fs.delete(path, true));
      assertThat(deleted).hasMessageContaining("s3://lake/p/t/day=00/*");
      IOException renamed =
          assertThrows(AccessDeniedException.class, () -> fs.rename(path, new Path("/p/w/x")));
      assertThat(renamed).hasMessageContaining("s3://lake/p/t/day=00/*");
    }
    assertThat(fs.exists(new Path(TABLE, day(0) + "/f"))).isTrue();
  }

  @Test
  void without_the_option_no_list_is_a_part() throws IOException {
    Configuration conf = conf();
    conf.setBoolean("fs.s3a.accessgrants.list.granted", false);
    try (FileSystem strict = lake.open(conf)) {
      IOException e = assertThrows(AccessDeniedException.class, () -> strict.listStatus(TABLE));
      assertThat(e).hasMessageContaining("s3://lake/p/t/day=00/*");
      assertThrows(
          AccessDeniedException.class, () -> strict.listFiles(new Path("/p"), true).hasNext());
      assertThat(strict.exists(TABLE)).isTrue();
    }
  }
}
