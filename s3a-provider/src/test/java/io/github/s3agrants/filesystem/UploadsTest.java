package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UploadHandle;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way in which S3A uploads data, under a grant on one prefix. */
class UploadsTest {
  private static final int MEGABYTE = 1024 * 1024;
  private static final Path BASE = new Path("/team/alice/up");

  private static S3AFixture lake;

  @BeforeAll
  static void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*"));
  }

  @AfterAll
  static void stop() throws IOException {
    lake.close();
  }

  @BeforeEach
  void forget() {
    lake.emulator.resetJournal();
  }

  @AfterEach
  void everythingWasSignedWithVendedCredentials() {
    assertThat(lake.s3CallsOf(ALICE).entries())
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
        .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
  }

  private static Configuration small() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    return conf;
  }

  @ParameterizedTest
  @CsvSource({"true, classic", "false, classic", "true, analytics"})
  void copy_from_local(boolean optimized, String stream, @TempDir java.nio.file.Path local)
      throws IOException {
    Files.createDirectories(local.resolve("tree/sub/empty"));
    Files.writeString(local.resolve("tree/a"), "one");
    Files.writeString(local.resolve("tree/sub/b"), "two");
    try (S3AFileSystem fs = lake.open(copying(optimized, stream))) {
      fs.copyFromLocalFile(false, true, hadoop(local.resolve("tree")), new Path(BASE, "tree"));
      assertThat(S3AFixture.read(fs, BASE + "/tree/a")).isEqualTo("one");
      assertThat(S3AFixture.read(fs, BASE + "/tree/sub/b")).isEqualTo("two");
      assertThat(fs.getFileStatus(new Path(BASE, "tree/sub/empty")).isDirectory()).isTrue();

      fs.copyFromLocalFile(false, false, hadoop(local.resolve("tree/sub/b")), new Path(BASE, "b"));
      assertThat(S3AFixture.read(fs, BASE + "/b")).isEqualTo("two");

      fs.copyToLocalFile(new Path(BASE, "tree"), hadoop(local.resolve("back")));
      assertThat(local.resolve("back/sub/b")).hasContent("two");
      assertThat(fs.delete(BASE, true)).isTrue();
    }
    assertThat(operations()).contains("PutObject", "GetObject", "DeleteObjects");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics"})
  @Tag("copy-from-local-in-parts") // fails in Hadoop 3.4.0 with any credentials
  void move_from_local_of_a_file_of_parts(String stream, @TempDir java.nio.file.Path local)
      throws IOException {
    assertBigFileIsMoved(local, copying(true, stream));
    // With the analytics stream, which Hadoop 3.4.1 does not have, S3A's clients copy files without
    // multipart uploads.
    boolean classic = stream.equals("classic") || VersionInfo.getVersion().equals("3.4.1");
    assertThat(operations().contains("UploadPart")).isEqualTo(classic);
  }

  @Test
  void move_from_local_of_a_file_of_parts_not_optimized(@TempDir java.nio.file.Path local)
      throws IOException {
    assertBigFileIsMoved(local, copying(false, "classic"));
    assertThat(operations()).contains("UploadPart");
  }

  private static Configuration copying(boolean optimized, String stream) {
    Configuration conf = small();
    conf.set("fs.s3a.input.stream.type", stream);
    conf.setBoolean("fs.s3a.optimized.copy.from.local.enabled", optimized);
    return conf;
  }

  private static void assertBigFileIsMoved(java.nio.file.Path local, Configuration conf)
      throws IOException {
    Files.write(local.resolve("big"), new byte[6 * MEGABYTE]);
    try (S3AFileSystem fs = lake.open(conf)) {
      fs.moveFromLocalFile(hadoop(local.resolve("big")), new Path(BASE, "moved"));
      assertThat(fs.getFileStatus(new Path(BASE, "moved")).getLen()).isEqualTo(6L * MEGABYTE);
      assertThat(local.resolve("big")).doesNotExist();
      assertThat(fs.delete(BASE, true)).isTrue();
    }
  }

  @Tag(S3AFixture.HADOOP_34)
  @ParameterizedTest
  @ValueSource(strings = {"disk", "bytebuffer"})
  void writes_in_parts_and_renames_by_copying_parts(String buffer) throws IOException {
    Configuration conf = small();
    conf.set("fs.s3a.fast.upload.buffer", buffer);
    conf.set("fs.s3a.input.stream.type", "classic");
    try (S3AFileSystem fs = lake.open(conf)) {
      write(fs, new Path(BASE, "big"), 6);
      assertThat(fs.rename(new Path(BASE, "big"), new Path(BASE, "renamed"))).isTrue();
      assertThat(fs.getFileStatus(new Path(BASE, "renamed")).getLen()).isEqualTo(6L * MEGABYTE);
      assertThat(fs.delete(BASE, true)).isTrue();
    }
    assertThat(operations()).contains("UploadPart", "UploadPartCopy");
    assertThat(lake.vendsOf(ALICE)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void the_uploader_api() throws Exception {
    try (S3AFileSystem fs = lake.open(small());
        MultipartUploader uploader = fs.createMultipartUploader(BASE).build()) {
      Path file = new Path(BASE, "uploaded");
      UploadHandle upload = uploader.startUpload(file).get(60, TimeUnit.SECONDS);
      uploader.abort(upload, file).get(60, TimeUnit.SECONDS);
      uploader.startUpload(file).get(60, TimeUnit.SECONDS);
      assertThat(uploader.abortUploadsUnderPath(BASE).get(60, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(fs.exists(file)).isFalse();
    }
    assertThat(operations())
        .contains("CreateMultipartUpload", "ListMultipartUploads", "AbortMultipartUpload");
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void uploads_under_a_directory_are_purged_with_it() throws Exception {
    Configuration conf = small();
    conf.setBoolean("fs.s3a.directory.operations.purge.uploads", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.write(fs, BASE + "/dir/file", "x");
      try (MultipartUploader uploader = fs.createMultipartUploader(BASE).build()) {
        uploader.startUpload(new Path(BASE, "dir/pending")).get(60, TimeUnit.SECONDS);
      }
      assertThat(fs.rename(new Path(BASE, "dir"), new Path(BASE, "dir2"))).isTrue();
      assertThat(fs.listMultipartUploads("team/alice/")).isEmpty();
      assertThat(fs.delete(BASE, true)).isTrue();
    }
    assertThat(operations()).contains("ListMultipartUploads", "AbortMultipartUpload");
  }

  private static void write(S3AFileSystem fs, Path path, int megabytes) throws IOException {
    try (FSDataOutputStream out = fs.create(path, true)) {
      for (int i = 0; i < megabytes; i++) {
        out.write(new byte[MEGABYTE]);
      }
    }
  }

  private static Path hadoop(java.nio.file.Path path) {
    return new Path(path.toUri());
  }

  private static Set<String> operations() {
    return lake.s3CallsOf(ALICE).entries().stream()
        .map(call -> call.operation())
        .collect(Collectors.toSet());
  }
}
