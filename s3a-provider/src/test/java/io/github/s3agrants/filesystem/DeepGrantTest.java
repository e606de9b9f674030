package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.s3control.model.ListCallerAccessGrantsRequest;

/**
 * A single grant two directories down, without access to the bucket or to {@code team}. Everything
 * below the grant works, whether S3 hides missing keys or not.
 */
@ParameterizedClass
@EnumSource(MissingKey.class)
class DeepGrantTest {
  private static final Path HOME = new Path("/team/alice");

  private S3AFixture lake;
  private S3AFileSystem fs;

  private final MissingKey missingKey;

  DeepGrantTest(MissingKey missingKey) {
    this.missingKey = missingKey;
  }

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              builder.missingKey(missingKey);
              S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*").accept(builder);
            });
    lake.upload("/team/bob/his", "his");
    fs = lake.open(ALICE);
  }

  @AfterEach
  void nothingLeftTheGrantAndNothingWasSignedByBase() throws IOException {
    List<JournalEntry> calls = lake.s3CallsOf(ALICE).entries();
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    // For DeleteObjects the journal has only the bucket.
    assertThat(calls)
        .filteredOn(call -> !call.operation().equals("DeleteObjects"))
        .allSatisfy(
            call ->
                assertThat(call.key() != null ? call.key() : call.prefix())
                    .startsWith("team/alice/"));
    fs.close();
    lake.close();
  }

  @Test
  void files_come_go_and_come_again() throws IOException {
    Path file = new Path(HOME, "a/b/f");
    for (int round = 0; round < 2; round++) {
      assertThat(fs.exists(file)).isFalse();
      S3AFixture.write(fs, file.toString(), "first");
      S3AFixture.write(fs, file.toString(), "second");
      assertThat(S3AFixture.read(fs, file.toString())).isEqualTo("second");
      assertThat(fs.listStatus(HOME)).hasSize(1);
      assertThat(fs.getFileStatus(HOME).isDirectory()).isTrue();
      assertThat(fs.mkdirs(new Path(HOME, "a/b"))).isTrue();
      assertThat(fs.mkdirs(new Path(HOME, "x/y/z"))).isTrue();
      assertThat(fs.rename(new Path(HOME, "a"), new Path(HOME, "x/a"))).isTrue();
      assertThat(fs.rename(new Path(HOME, "x/a/b/f"), new Path(HOME, "g"))).isTrue();
      assertThat(S3AFixture.read(fs, HOME + "/g")).isEqualTo("second");
      assertThat(fs.delete(HOME, true)).isTrue();
      assertThat(fs.exists(HOME)).isFalse();
    }
  }

  @Test
  void a_file_that_is_there_is_not_overwritten_by_mistake() throws IOException {
    Path file = new Path(HOME, "f");
    try (FSDataOutputStream out = fs.create(file, false)) {
      out.write("mine".getBytes(UTF_8));
    }
    assertThrows(IOException.class, () -> fs.create(file, false).close());
    assertThrows(IOException.class, () -> fs.mkdirs(file));
    assertThat(S3AFixture.read(fs, file.toString())).isEqualTo("mine");
  }

  @Test
  void missing_files_are_not_found() throws IOException {
    S3AFixture.write(fs, HOME + "/f-longer", "x");
    for (String name : List.of("f", "no/such", "f%20 +*[|]", "\u00e4\u20ac")) {
      Path missing = new Path(HOME, name);
      assertThrows(FileNotFoundException.class, () -> fs.getFileStatus(missing));
      assertThrows(FileNotFoundException.class, () -> fs.open(missing).read());
      assertThat(fs.exists(missing)).isFalse();
      assertThat(fs.delete(missing, true)).isFalse();
    }
  }

  @Test
  void a_file_that_goes_away_under_its_reader_is_not_found() throws IOException {
    Path file = new Path(HOME, "f");
    S3AFixture.write(fs, file.toString(), "text");
    var status = fs.getFileStatus(file);
    assertThat(fs.delete(file, false)).isTrue();
    var conf = lake.grants(ALICE);
    conf.set("fs.s3a.input.stream.type", "classic");
    try (S3AFileSystem classic = lake.open(conf);
        var in = classic.openFile(file).withFileStatus(status).build().join()) {
      assertThrows(FileNotFoundException.class, in::read);
    }
  }

  @Test
  void directories_above_are_not_there_for_s3a_and_denied_to_the_user() throws IOException {
    if (!sdkListsGrantsOfTheCaller()) {
      assertThrows(AccessDeniedException.class, () -> fs.exists(new Path("/team")));
      vendGrantBelow();
    }
    for (String above : List.of("/team", "/team/")) {
      Path path = new Path(above);
      assertThat(fs.exists(path)).isFalse();
      assertThrows(FileNotFoundException.class, () -> fs.getFileStatus(path));
      assertThrows(AccessDeniedException.class, () -> fs.listStatus(path));
      assertThrows(AccessDeniedException.class, () -> fs.listFiles(path, true).hasNext());
      assertThrows(AccessDeniedException.class, () -> fs.delete(path, true));
      assertThrows(AccessDeniedException.class, () -> fs.mkdirs(path));
      assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, above, "x"));
      assertThrows(AccessDeniedException.class, () -> fs.open(path));
      assertThrows(AccessDeniedException.class, () -> fs.rename(path, new Path(HOME, "x")));
    }
    for (String beside : List.of("/team/bob", "/team/bob/his", "/teams", "/team/alice2")) {
      Path path = new Path(beside);
      assertThrows(AccessDeniedException.class, () -> fs.getFileStatus(path));
      assertThrows(AccessDeniedException.class, () -> fs.exists(path));
    }
    try (S3AFileSystem bob = lake.open(BOB)) {
      assertThrows(AccessDeniedException.class, () -> bob.exists(new Path("/team")));
    }
  }

  @Test
  @Tag(TestServices.LISTS_CALLER_GRANTS)
  void mkdirs_asks_for_the_grant_alone_however_deep() throws IOException {
    assertThat(fs.mkdirs(new Path(HOME, "d" + "/d".repeat(39)))).isTrue();
    assertThat(fs.getFileStatus(HOME).isDirectory()).isTrue();
    assertThat(lake.vendsOf(ALICE)).containsExactly("READWRITE s3://lake/team/alice/*");
    assertThat(lake.emulator.journal().operation("ListCallerAccessGrants").entries()).hasSize(1);
  }

  @Test
  void path_by_path_the_first_mkdirs_asks_once_for_the_grant_and_once_per_refusal()
      throws IOException {
    fs.close();
    fs = lake.open(lake.askingPathByPath(ALICE));
    assertThat(fs.mkdirs(new Path(HOME, "d"))).isTrue();
    assertThat(lake.vendsOf(ALICE))
        .containsExactly(
            "READWRITE s3://lake/team/alice/d/*",
            "READ s3://lake/team/alice",
            "WRITE s3://lake/team/alice",
            "READ s3://lake/team/*",
            "WRITE s3://lake/team",
            "READ s3://lake/team");
    assertThat(fs.mkdirs(new Path(HOME, "e/f"))).isTrue();
    assertThat(lake.vendsOf(ALICE)).hasSize(6);
    assertThat(lake.emulator.journal().operation("ListCallerAccessGrants").entries()).isEmpty();
  }

  @Test
  void without_the_service_nothing_is_taken_for_missing() throws IOException {
    lake.emulator
        .faults()
        .set(ControlOperation.LIST_CALLER_ACCESS_GRANTS, Fault.error(503, "ServiceUnavailable"));
    IOException e = assertThrows(IOException.class, () -> fs.exists(new Path("/team")));
    assertThat(e).isNotInstanceOf(FileNotFoundException.class);
    if (sdkListsGrantsOfTheCaller()) {
      assertThat(e).isNotInstanceOf(AccessDeniedException.class);
      lake.emulator.faults().clear();
    } else {
      assertThat(e).isInstanceOf(AccessDeniedException.class);
      vendGrantBelow();
    }
    assertThat(fs.exists(new Path("/team"))).isFalse();
  }

  /**
   * Vends credentials below a directory. Without ListCallerAccessGrants this is how the library
   * learns of a grant there.
   */
  private void vendGrantBelow() throws IOException {
    assertThat(fs.exists(new Path(HOME, "none"))).isFalse();
  }

  /** True except for the SDK of Hadoop 3.4.0 and 3.4.1, which lacks ListCallerAccessGrants. */
  private static boolean sdkListsGrantsOfTheCaller() {
    try {
      return ListCallerAccessGrantsRequest.builder() != null;
    } catch (NoClassDefFoundError e) {
      return false;
    }
  }

  @Test
  void a_refusal_of_what_is_there_stays_one() throws IOException {
    S3AFixture.write(fs, HOME + "/f", "text");
    lake.emulator.faults().clear();
    lake.emulator.faults().set(S3Operation.HEAD_OBJECT, Fault.error(403, "AccessDenied"));
    assertThrows(AccessDeniedException.class, () -> fs.getFileStatus(new Path(HOME, "f")));
    assertThrows(FileNotFoundException.class, () -> fs.getFileStatus(new Path(HOME, "g")));
    List<String> refused =
        lake.s3CallsOf(ALICE).entries().stream()
            .filter(call -> "ListObjectsV2".equals(call.operation()))
            .map(JournalEntry::prefix)
            .collect(Collectors.toList());
    assertThat(refused).contains("team/alice/f", "team/alice/g");
  }
}
