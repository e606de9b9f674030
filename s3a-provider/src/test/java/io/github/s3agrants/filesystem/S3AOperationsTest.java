package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * All common operations of a real S3AFileSystem below its user's only granted prefix, with fallback
 * off and base credentials that may do nothing on S3.
 */
class S3AOperationsTest {
  private static final int MEGABYTE = 1024 * 1024;

  private S3AFixture lake;
  private S3AFileSystem fs;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(BOB, Permission.READWRITE, "lake/bob/*"));
    Configuration conf = lake.grants(BOB);
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    conf.set("fs.s3a.input.stream.type", "classic");
    fs = lake.open(conf);
  }

  @AfterEach
  void everythingWasSignedWithVendedCredentials() throws IOException {
    fs.close();
    assertThat(lake.s3CallsOf(BOB).entries())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
        .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
    assertThat(lake.vendsOf(BOB)).doesNotHaveDuplicates();
    lake.close();
  }

  @Test
  void create_open_and_get_file_status() throws IOException {
    S3AFixture.write(fs, "/bob/f", "text");
    assertThat(S3AFixture.read(fs, "/bob/f")).isEqualTo("text");
    assertThat(fs.getFileStatus(new Path("/bob/f")).getLen()).isEqualTo(4);
    assertThat(fs.getFileStatus(new Path("/bob")).isDirectory()).isTrue();
    assertThat(fs.exists(new Path("/bob/none"))).isFalse();
    // S3A's create announces a write, so that one call vends for all its requests.
    assertThat(lake.vendsOf(BOB))
        .first()
        .isIn("READWRITE s3://lake/bob/f/*", "READWRITE s3://lake/bob/*");
    assertThat(permissionsGranted()).containsOnly("READWRITE");
  }

  @Test
  void overwrite_is_refused_or_done_as_asked() throws IOException {
    S3AFixture.write(fs, "/bob/f", "one");
    assertThat(
            org.junit.jupiter.api.Assertions.assertThrows(
                IOException.class, () -> fs.create(new Path("/bob/f"), false)))
        .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
    S3AFixture.write(fs, "/bob/f", "two");
    assertThat(S3AFixture.read(fs, "/bob/f")).isEqualTo("two");
  }

  @Test
  void multipart_write_and_abort() throws IOException {
    writeMegabytes("/bob/big", 12);
    assertThat(fs.getFileStatus(new Path("/bob/big")).getLen()).isEqualTo(12L * MEGABYTE);
    try (FSDataOutputStream out = fs.create(new Path("/bob/aborted"))) {
      out.write(new byte[6 * MEGABYTE]);
      out.abort();
    }
    assertThat(fs.exists(new Path("/bob/aborted"))).isFalse();
    assertThat(operations())
        .contains("CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload");
  }

  @Test
  void list_status_and_list_files() throws IOException {
    for (String file : List.of("a", "b", "sub/c")) {
      S3AFixture.write(fs, "/bob/dir/" + file, file);
    }
    assertThat(names(fs.listStatus(new Path("/bob/dir")))).containsExactly("a", "b", "sub");
    int files = 0;
    for (var it = fs.listFiles(new Path("/bob"), true); it.hasNext(); it.next()) {
      files++;
    }
    assertThat(files).isEqualTo(3);
  }

  @Test
  void mkdirs_up_to_the_grants_own_directory() throws IOException {
    assertThat(fs.mkdirs(new Path("/bob"))).isTrue();
    assertThat(fs.mkdirs(new Path("/bob/d1/d2/d3"))).isTrue();
    assertThat(fs.getFileStatus(new Path("/bob/d1/d2")).isDirectory()).isTrue();
    S3AFixture.write(fs, "/bob/d1/file", "x");
    org.junit.jupiter.api.Assertions.assertThrows(
        IOException.class, () -> fs.mkdirs(new Path("/bob/d1/file/below")));
  }

  @Test
  void rename_of_a_file() throws IOException {
    S3AFixture.write(fs, "/bob/from", "text");
    fs.mkdirs(new Path("/bob/to"));
    assertThat(fs.rename(new Path("/bob/from"), new Path("/bob/to/file"))).isTrue();
    assertThat(S3AFixture.read(fs, "/bob/to/file")).isEqualTo("text");
    assertThat(fs.exists(new Path("/bob/from"))).isFalse();
  }

  @Test
  void rename_of_a_directory() throws IOException {
    for (int i = 0; i < 5; i++) {
      S3AFixture.write(fs, "/bob/from/" + i, "text " + i);
    }
    assertThat(fs.rename(new Path("/bob/from"), new Path("/bob/to"))).isTrue();
    assertThat(names(fs.listStatus(new Path("/bob/to")))).containsExactly("0", "1", "2", "3", "4");
    assertThat(fs.exists(new Path("/bob/from"))).isFalse();
    assertThat(operations()).contains("CopyObject", "DeleteObjects");
  }

  @Test
  void rename_by_upload_part_copy() throws IOException {
    writeMegabytes("/bob/big", 12);
    assertThat(fs.rename(new Path("/bob/big"), new Path("/bob/moved"))).isTrue();
    assertThat(fs.getFileStatus(new Path("/bob/moved")).getLen()).isEqualTo(12L * MEGABYTE);
    assertThat(operations()).contains("UploadPartCopy");
  }

  @Test
  void delete_of_a_file_and_of_a_tree() throws IOException {
    S3AFixture.write(fs, "/bob/f", "x");
    S3AFixture.write(fs, "/bob/tree/a", "x");
    S3AFixture.write(fs, "/bob/tree/b/c", "x");
    assertThat(fs.delete(new Path("/bob/f"), false)).isTrue();
    assertThat(fs.delete(new Path("/bob/tree"), true)).isTrue();
    assertThat(fs.exists(new Path("/bob/tree"))).isFalse();
    assertThat(fs.delete(new Path("/bob/none"), true)).isFalse();
    assertThat(operations()).contains("DeleteObject", "DeleteObjects");
  }

  @Test
  @Tag(S3AFixture.BULK_DELETE)
  void the_bulk_delete_api() throws IOException {
    List<Path> paths = List.of(new Path("/bob/b/1"), new Path("/bob/b/2"), new Path("/bob/b/3"));
    for (Path path : paths) {
      S3AFixture.write(fs, path.toString(), "x");
    }
    try (BulkDelete bulk = fs.createBulkDelete(new Path("/bob/b"))) {
      assertThat(
              bulk.bulkDelete(paths.stream().map(fs::makeQualified).collect(Collectors.toList())))
          .isEmpty();
    }
    for (Path path : paths) {
      assertThat(fs.exists(path)).isFalse();
    }
    assertThat(operations()).contains("DeleteObjects");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with space",
        "100%",
        "a%20b",
        "a+b",
        "a[1]",
        "a|b",
        "q?x=y",
        "h#f",
        "ü-日本-😀",
        "star*star",
        "back\\slash",
        "quote'\"&<>",
        "tilde~(1)!@$^,;="
      })
  void keys_of_any_kind(String name) throws IOException {
    Path file = new Path(new Path("/bob"), new Path(null, null, "dir/" + name));
    try (FSDataOutputStream out = fs.create(file, true)) {
      out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertThat(S3AFixture.read(fs, file.toString())).isEqualTo(name);
    assertThat(names(fs.listStatus(file.getParent()))).containsExactly(file.getName());
    Path moved = new Path(file.getParent(), new Path(null, null, name + " moved"));
    assertThat(fs.rename(file, moved)).isTrue();
    assertThat(fs.getFileStatus(moved).getLen()).isPositive();
    assertThat(fs.delete(file.getParent(), true)).isTrue();
    org.junit.jupiter.api.Assertions.assertThrows(
        FileNotFoundException.class, () -> fs.getFileStatus(moved));
  }

  private void writeMegabytes(String path, int megabytes) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(path), true)) {
      for (int i = 0; i < megabytes; i++) {
        out.write(new byte[MEGABYTE]);
      }
    }
  }

  private Set<String> operations() {
    return lake.s3CallsOf(BOB).entries().stream()
        .map(call -> call.operation())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> permissionsGranted() {
    return lake.emulator.journal().operation("GetDataAccess").entries().stream()
        .filter(call -> call.status() == 200)
        .map(call -> call.dataAccess())
        .map(call -> call == null ? "" : String.valueOf(call.permission()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> names(FileStatus[] statuses) {
    return Arrays.stream(statuses)
        .map(status -> status.getPath().getName())
        .sorted()
        .collect(Collectors.toList());
  }
}
