package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.MissingKey;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A WRITE grant without READ: which operations S3A can do without a look, and that it does not
 * look.
 */
class WriteOnlyTest {
  private static final String DROP = "/team/alice/drop";
  private static final String CONDITIONAL = "fs.option.create.conditional.overwrite";

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake =
        S3AFixture.start(
            builder -> {
              S3AFixture.grant(ALICE, Permission.WRITE, "lake/team/alice/drop/*").accept(builder);
              builder.missingKey(MissingKey.FORBIDDEN);
            });
    lake.upload(DROP + "/old", "old");
    lake.upload(DROP + "/dir/file", "old");
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(lake.s3CallsOf(ALICE).entries())
        .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
        .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
    lake.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"create", "create,mkdir,delete", "*"})
  @Tag("performance-flags") // S3A has them from Hadoop 3.4.1 on
  void files_are_created_with_performance_flags(String flags) throws IOException {
    assertFilesAreCreated("fs.s3a.performance.flags", flags);
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void files_are_created_with_the_option_that_is_older_than_the_flags() throws IOException {
    assertFilesAreCreated("fs.s3a.create.performance", "true");
  }

  private void assertFilesAreCreated(String key, String value) throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set(key, value);
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.write(fs, DROP + "/new", "new");
      S3AFixture.write(fs, DROP + "/deep/er/new", "new");
      S3AFixture.write(fs, DROP + "/old", "overwritten");
      fs.createNonRecursive(new Path(DROP, "single"), true, 4096, (short) 1, 4096, null).close();
      try (FSDataOutputStream out = fs.create(new Path(DROP, "big"), true)) {
        out.write(new byte[6 * 1024 * 1024]);
      }
      // That option of S3A has the same effect with any credentials: no check before an overwrite.
      fs.create(new Path(DROP, "dir/file"), false).close();
      assertEverythingElseIsDenied(fs);
    }
    assertThat(tree())
        .containsEntry("new", 3L)
        .containsEntry("deep/er/new", 3L)
        .containsEntry("old", 11L)
        .containsEntry("single", 0L)
        .containsEntry("big", 6L * 1024 * 1024)
        .containsEntry("dir/file", 0L)
        .hasSize(6);
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void without_the_options_single_calls_can_say_it() throws Exception {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      write(fs, "new", true, "fs.s3a.create.performance");
      try (FSDataOutputStream out =
          fs.create(new Path(DROP, "out/__magic_job-1/tasks/1/__base/part"), true)) {
        out.write(1);
      }
      Path parts = new Path(DROP, "parts");
      try (MultipartUploader uploader = fs.createMultipartUploader(new Path(DROP)).build()) {
        uploader.abort(uploader.startUpload(parts).get(60, TimeUnit.SECONDS), parts).get();
      }
      assertThrows(
          AccessDeniedException.class, () -> S3AFixture.write(fs, DROP + "/dir/file", "x"));
      assertEverythingElseIsDenied(fs);
    }
    assertThat(tree())
        .containsOnlyKeys(
            "new",
            "old",
            "dir/file",
            "out/__magic_job-1/tasks/1/__base/part",
            "out/__magic_job-1/tasks/1/__base/part.pending");
  }

  @Test
  @Tag(S3AFixture.BULK_DELETE)
  void the_bulk_delete_api_deletes_without_the_options() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      try (BulkDelete bulk = fs.createBulkDelete(new Path(DROP))) {
        assertThat(bulk.bulkDelete(List.of(fs.makeQualified(new Path(DROP, "old"))))).isEmpty();
      }
      assertEverythingElseIsDenied(fs);
    }
    assertThat(tree()).containsOnlyKeys("dir/file");
  }

  /** S3 checks in place of S3A, so that a user who may only write overwrites nothing by mistake. */
  @Test
  void conditional_creation_overwrites_nothing() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      if (fs.hasPathCapability(new Path(DROP), CONDITIONAL)) {
        write(fs, "new", false, CONDITIONAL);
        IOException e = assertThrows(IOException.class, () -> write(fs, "old", false, CONDITIONAL));
        assertThat(e).hasStackTraceContaining("412");
        assertThat(tree()).containsEntry("new", 1L);
      } else {
        // Before Hadoop 3.4.2.
        assertThrows(AccessDeniedException.class, () -> write(fs, "new", false, CONDITIONAL));
      }
    }
    assertThat(tree()).containsEntry("old", 3L);
  }

  private static void write(S3AFileSystem fs, String name, boolean overwrite, String option)
      throws IOException {
    try (FSDataOutputStream out =
        (FSDataOutputStream)
            fs.createFile(new Path(DROP, name))
                .recursive()
                .overwrite(overwrite)
                .opt(option, true)
                .build()) {
      out.write("x".getBytes(UTF_8));
    }
  }

  /** Each of these looks before it acts, and must not take the object for missing. */
  private void assertEverythingElseIsDenied(S3AFileSystem fs) throws IOException {
    Map<String, Long> before = tree();
    Path old = new Path(DROP, "dir/file");
    Path none = new Path(DROP, "none");
    java.nio.file.Path local = Files.createTempFile("local", ".txt");
    Map<String, Executable> calls = new LinkedHashMap<>();
    calls.put("getFileStatus", () -> fs.getFileStatus(old));
    calls.put("getFileStatus of a missing file", () -> fs.getFileStatus(none));
    calls.put("exists", () -> fs.exists(none));
    calls.put("open", () -> fs.open(old));
    calls.put("listStatus", () -> fs.listStatus(new Path(DROP)));
    calls.put("mkdirs", () -> fs.mkdirs(new Path(DROP, "directory")));
    calls.put("delete", () -> fs.delete(old, false));
    calls.put("delete of a missing file", () -> fs.delete(none, false));
    calls.put("delete of a tree", () -> fs.delete(new Path(DROP, "dir"), true));
    calls.put("rename", () -> fs.rename(old, none));
    calls.put("rename of a tree", () -> fs.rename(new Path(DROP, "dir"), none));
    calls.put(
        "copyFromLocalFile",
        () -> fs.copyFromLocalFile(false, true, new Path(local.toUri()), none));
    calls.put("getContentSummary", () -> fs.getContentSummary(new Path(DROP)));
    try {
      for (Map.Entry<String, Executable> call : calls.entrySet()) {
        AccessDeniedException e =
            assertThrows(AccessDeniedException.class, call.getValue(), call.getKey());
        assertThat(e)
            .as(call.getKey())
            .hasMessageContaining("S3 Access Grants gave no credentials for READ on s3://lake");
      }
    } finally {
      Files.delete(local);
    }
    assertThat(tree()).isEqualTo(before);
  }

  /** The objects as the administrator sees them: lengths by name. */
  private Map<String, Long> tree() throws IOException {
    Map<String, Long> files = new TreeMap<>();
    try (S3AFileSystem admin = lake.open(lake.plain(TestPrincipals.ADMIN))) {
      String base = admin.makeQualified(new Path(DROP)) + "/";
      RemoteIterator<LocatedFileStatus> found = admin.listFiles(new Path(DROP), true);
      while (found.hasNext()) {
        LocatedFileStatus file = found.next();
        files.put(file.getPath().toString().substring(base.length()), file.getLen());
      }
    }
    return files;
  }
}
