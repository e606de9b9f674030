package io.github.s3agrants.filesystem;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Less common FileSystem calls have the same results with vended credentials as with base
 * credentials that may do anything, on two equal trees.
 */
class FileSystemCallsTest {
  /** One call, whose result is compared as text. */
  @FunctionalInterface
  private interface Call {
    Object on(S3AFileSystem fs, Path base) throws Exception;
  }

  private static Map<String, Call> calls() {
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put(
        "createNonRecursive below a directory",
        (fs, base) -> closed(nonRecursive(fs, new Path(base, "dir/sub/new"), false)));
    calls.put(
        "createNonRecursive over a file",
        (fs, base) -> closed(nonRecursive(fs, new Path(base, "dir/a.txt"), true)));
    calls.put(
        "createNonRecursive again",
        (fs, base) -> closed(nonRecursive(fs, new Path(base, "dir/sub/new"), false)));
    calls.put(
        "createNonRecursive over a directory",
        (fs, base) -> closed(nonRecursive(fs, new Path(base, "dir"), true)));
    calls.put("create over a directory", (fs, base) -> closed(fs.create(base, true)));
    calls.put(
        "createFile below a file",
        (fs, base) -> closed(fs.create(new Path(base, "dir/a.txt/below"), true)));
    calls.put("getContentSummary", (fs, base) -> fs.getContentSummary(base));
    calls.put("getContentSummary of a file", (fs, base) -> fs.getContentSummary(file(base)));
    calls.put("getContentSummary of nothing", (fs, base) -> fs.getContentSummary(none(base)));
    calls.put("globStatus", (fs, base) -> names(fs.globStatus(new Path(base, "d*/*.{txt,csv}"))));
    calls.put("globStatus of nothing", (fs, base) -> names(fs.globStatus(new Path(base, "x/*"))));
    calls.put("globStatus of one", (fs, base) -> names(fs.globStatus(file(base))));
    calls.put("listStatus", (fs, base) -> names(fs.listStatus(new Path(base, "dir"))));
    calls.put("listStatus of a file", (fs, base) -> names(fs.listStatus(file(base))));
    calls.put("listStatus of nothing", (fs, base) -> names(fs.listStatus(none(base))));
    calls.put("listStatusIterator", (fs, base) -> names(fs.listStatusIterator(base)));
    calls.put("listLocatedStatus", (fs, base) -> names(fs.listLocatedStatus(base)));
    calls.put("listFiles", (fs, base) -> names(fs.listFiles(base, false)));
    calls.put("listFiles recursive", (fs, base) -> names(fs.listFiles(base, true)));
    calls.put("listFiles of nothing", (fs, base) -> names(fs.listFiles(none(base), true)));
    calls.put("getXAttrs of nothing", (fs, base) -> fs.getXAttrs(none(base)));
    calls.put("getFileChecksum", (fs, base) -> fs.getFileChecksum(file(base)));
    calls.put("getFileChecksum of a directory", (fs, base) -> fs.getFileChecksum(base));
    calls.put(
        "getFileBlockLocations", (fs, base) -> fs.getFileBlockLocations(file(base), 0, 3).length);
    calls.put(
        "access",
        (fs, base) -> {
          fs.access(file(base), FsAction.READ);
          return "granted";
        });
    calls.put("getUsed", (fs, base) -> fs.getUsed(base));
    calls.put("getQuotaUsage", (fs, base) -> fs.getQuotaUsage(base).getFileAndDirectoryCount());
    calls.put("delete of what is not empty", (fs, base) -> fs.delete(base, false));
    calls.put("rename onto a file", (fs, base) -> fs.rename(new Path(base, "dir"), file(base)));
    calls.put("rename of nothing", (fs, base) -> fs.rename(none(base), new Path(base, "n")));
    calls.put(
        "rename below itself",
        (fs, base) -> fs.rename(new Path(base, "dir"), new Path(base, "dir/sub/x")));
    calls.put("append", (fs, base) -> fs.append(file(base)));
    calls.put("mkdirs over a file", (fs, base) -> fs.mkdirs(file(base)));
    calls.put("delete", (fs, base) -> fs.delete(base, true));
    calls.put("exists afterwards", (fs, base) -> fs.exists(base));
    return calls;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "create", "mkdir,delete", "*"})
  void the_same_as_with_credentials_that_may_do_everything(String flags) throws Exception {
    assertTheSame(flags, calls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "create", "mkdir,delete", "*"})
  @Tag(S3AFixture.BULK_DELETE)
  void the_bulk_delete_api_does_the_same(String flags) throws Exception {
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("bulk delete", (fs, base) -> bulkDelete(fs, base));
    calls.put("listFiles afterwards", (fs, base) -> names(fs.listFiles(base, true)));
    assertTheSame(flags, calls);
  }

  private static void assertTheSame(String flags, Map<String, Call> calls) throws Exception {
    try (S3AFixture lake =
        S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/team/alice/*"))) {
      Configuration granted = lake.grants(ALICE);
      Configuration plain = lake.plain(TestPrincipals.ADMIN);
      for (Configuration conf : List.of(granted, plain)) {
        conf.set("fs.s3a.performance.flags", flags);
        conf.setBoolean("fs.s3a.etag.checksum.enabled", true);
        conf.setBoolean("fs.s3a.directory.operations.purge.uploads", true);
      }
      assertThat(outcomes(lake, granted, "alice", calls))
          .isEqualTo(outcomes(lake, plain, "plain", calls));
      assertThat(lake.s3CallsOf(ALICE).entries())
          .isNotEmpty()
          .allSatisfy(call -> assertThat(call.signer()).isEqualTo(SignerKind.VENDED))
          .allSatisfy(call -> assertThat(call.status()).isNotEqualTo(403));
    }
  }

  private static String outcomes(
      S3AFixture lake, Configuration conf, String name, Map<String, Call> calls)
      throws IOException {
    Path base = new Path("/team/" + name + "/tree");
    List<String> outcomes = new ArrayList<>();
    try (S3AFileSystem fs = lake.open(conf)) {
      for (String file : List.of("dir/a.txt", "dir/b.csv", "dir/sub/c.txt", "dir/sub/d", "top")) {
        S3AFixture.write(fs, base + "/" + file, file);
      }
      fs.mkdirs(new Path(base, "empty"));
      for (Map.Entry<String, Call> call : calls.entrySet()) {
        String outcome;
        try {
          outcome = String.valueOf(call.getValue().on(fs, base));
        } catch (Exception e) {
          outcome = e.getClass().getName();
        }
        outcomes.add(call.getKey() + ": " + outcome.replace("/team/" + name, ""));
      }
    }
    return String.join("\n", outcomes);
  }

  private static Path file(Path base) {
    return new Path(base, "dir/a.txt");
  }

  private static Path none(Path base) {
    return new Path(base, "none");
  }

  private static FSDataOutputStream nonRecursive(S3AFileSystem fs, Path path, boolean overwrite)
      throws IOException {
    return fs.createNonRecursive(path, overwrite, 4096, (short) 1, 4096, null);
  }

  private static String closed(FSDataOutputStream out) throws IOException {
    out.close();
    return "created";
  }

  private static String bulkDelete(S3AFileSystem fs, Path base) throws IOException {
    try (BulkDelete bulk = fs.createBulkDelete(base)) {
      int size = bulk.bulkDelete(List.of(fs.makeQualified(none(base)))).size();
      Path one = fs.makeQualified(new Path(base, "top"));
      return bulk.pageSize() + " " + size + " " + bulk.bulkDelete(List.of(one)) + fs.exists(one);
    }
  }

  private static String names(FileStatus[] found) {
    return found == null
        ? "null"
        : String.valueOf(new TreeSet<>(Arrays.stream(found).map(s -> name(s)).toList()));
  }

  private static String names(RemoteIterator<? extends FileStatus> found) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    while (found.hasNext()) {
      names.add(name(found.next()));
    }
    return names.toString();
  }

  private static String name(FileStatus status) {
    return status.getPath().toUri().getPath() + (status.isDirectory() ? "/" : "");
  }
}
