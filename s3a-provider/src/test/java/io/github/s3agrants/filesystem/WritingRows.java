package io.github.s3agrants.filesystem;

import static io.github.s3agrants.filesystem.OperationRecorder.BIG;
import static io.github.s3agrants.filesystem.OperationRow.writes;

import io.github.s3agrants.fixture.Tree;
import io.github.s3agrants.fixture.TreeCalls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.Constants;

/** The rows of calls that write. */
final class WritingRows {
  private WritingRows() {}

  static List<OperationRow> all() {
    return List.of(
        writes("create", "`create(new, overwrite)`", (t, l) -> write(t.fs.create(t.at("new")))),
        writes(
            "create",
            "`create(x/y/new, overwrite)`",
            (t, l) -> write(t.fs.create(t.at("x/y/new")))),
        writes("create", "`create(file, overwrite)`", (t, l) -> write(t.fs.create(t.at("file")))),
        writes(
            "create",
            "`create(new, no overwrite)`",
            (t, l) -> write(t.fs.create(t.at("new"), false))),
        writes(
            "create",
            "`create(file, no overwrite)`",
            (t, l) -> write(t.fs.create(t.at("file"), false))),
        writes("create", "`create(dir, overwrite)`", (t, l) -> write(t.fs.create(t.at("dir")))),
        writes(
            "create",
            "`create(file/below, overwrite)`: S3A does not look at ancestors",
            (t, l) -> write(t.fs.create(t.at("file/below")))),
        writes(
            "create",
            "`create(new)`, 12 MB in parts of 5 MB",
            (t, l) -> write(t.fs.create(t.at("new")), BIG)),
        writes(
            "create",
            "`create(new)`, 6 MB, `abort()`",
            (t, l) -> {
              try (FSDataOutputStream out = t.fs.create(t.at("new"))) {
                out.write(new byte[BIG / 2]);
                awaitPart(out);
                out.abort();
              }
            }),
        writes(
            "createNonRecursive",
            "`createNonRecursive(dir/new, no overwrite)`",
            (t, l) ->
                write(t.fs.createNonRecursive(t.at("dir/new"), false, 4096, (short) 1, BIG, null))),
        writes(
            "createNonRecursive",
            "`createNonRecursive(new, overwrite)`",
            (t, l) ->
                write(t.fs.createNonRecursive(t.at("new"), true, 4096, (short) 1, BIG, null))),
        writes(
            "createNonRecursive",
            "`createNonRecursive(missing/new, no overwrite)`",
            (t, l) ->
                write(
                    t.fs.createNonRecursive(
                        t.at("missing/new"), false, 4096, (short) 1, BIG, null))),
        writes("createNewFile", "`createNewFile(new)`", (t, l) -> t.fs.createNewFile(t.at("new"))),
        writes(
            "createNewFile", "`createNewFile(file)`", (t, l) -> t.fs.createNewFile(t.at("file"))),
        writes(
            "createFile",
            "`createFile(new).overwrite(false).recursive()`",
            (t, l) -> write(t.fs.createFile(t.at("new")).overwrite(false).recursive().build())),
        writes(
            "createFile",
            "`createFile(new)` with `fs.s3a.create.performance`",
            (t, l) ->
                write(
                    (FSDataOutputStream)
                        t.fs
                            .createFile(t.at("new"))
                            .opt(Constants.FS_S3A_CREATE_PERFORMANCE, true)
                            .build())),
        writes(
            "copyFromLocalFile",
            "`copyFromLocalFile(local file, new)`",
            (t, l) -> t.fs.copyFromLocalFile(local(l), t.at("new"))),
        writes(
            "copyFromLocalFile",
            "`copyFromLocalFile(local file, dir)`",
            (t, l) -> t.fs.copyFromLocalFile(local(l), t.at("dir"))),
        writes(
            "copyFromLocalFile",
            "`copyFromLocalFile(local directory, new)`",
            (t, l) -> t.fs.copyFromLocalFile(localDirectory(l), t.at("new"))),
        writes(
            "moveFromLocalFile",
            "`moveFromLocalFile(local file, new)`",
            (t, l) -> t.fs.moveFromLocalFile(local(l), t.at("new"))),
        writes(
            "moveToLocalFile",
            "`moveToLocalFile(file, local)`",
            (t, l) -> t.fs.moveToLocalFile(t.at("file"), new Path(l.resolve("moved").toUri()))),
        writes(
            "completeLocalOutput",
            "`completeLocalOutput(new, local)`",
            (t, l) -> t.fs.completeLocalOutput(t.at("new"), local(l))),
        writes("mkdirs", "`mkdirs(new)`", (t, l) -> t.fs.mkdirs(t.at("new"))),
        writes("mkdirs", "`mkdirs(x/y/z)`", (t, l) -> t.fs.mkdirs(t.at("x/y/z"))),
        writes("mkdirs", "`mkdirs(dir)`", (t, l) -> t.fs.mkdirs(t.at("dir"))),
        writes("mkdirs", "`mkdirs(file)`", (t, l) -> t.fs.mkdirs(t.at("file"))),
        writes("mkdirs", "`mkdirs(file/below)`", (t, l) -> t.fs.mkdirs(t.at("file/below"))),
        writes("mkdirs", "`mkdirs(team/alice)`", (t, l) -> t.fs.mkdirs(t.at(""))),
        writes("rename", "`rename(file, new)`", (t, l) -> t.fs.rename(t.at("file"), t.at("new"))),
        writes(
            "rename",
            "`rename(file, dir)`: into it",
            (t, l) -> t.fs.rename(t.at("file"), t.at("dir"))),
        writes(
            "rename",
            "`rename(dir/sub/b, new)`: `dir/sub` stays",
            (t, l) -> t.fs.rename(t.at("dir/sub/b"), t.at("new"))),
        writes("rename", "`rename(dir, new)`", (t, l) -> t.fs.rename(t.at("dir"), t.at("new"))),
        writes(
            "rename",
            "`rename(dir, x/new)`: `x` is missing",
            (t, l) -> t.fs.rename(t.at("dir"), t.at("x/new"))),
        writes(
            "rename",
            "`rename(missing, new)`",
            (t, l) -> t.fs.rename(t.at("missing"), t.at("new"))),
        writes(
            "rename",
            "`create(new)` of 12 MB, `rename(new, newer)`: copied in parts",
            (t, l) -> {
              write(t.fs.create(t.at("new")), BIG);
              t.fs.rename(t.at("new"), t.at("newer"));
            }),
        writes("delete", "`delete(file)`", (t, l) -> t.fs.delete(t.at("file"), false)),
        writes(
            "delete",
            "`delete(dir/sub/b)`: `dir/sub` stays",
            (t, l) -> t.fs.delete(t.at("dir/sub/b"), false)),
        writes(
            "delete",
            "`delete(empty, not recursive)`",
            (t, l) -> t.fs.delete(t.at("empty"), false)),
        writes("delete", "`delete(dir, not recursive)`", (t, l) -> t.fs.delete(t.at("dir"), false)),
        writes("delete", "`delete(dir, recursive)`", (t, l) -> t.fs.delete(t.at("dir"), true)),
        writes("delete", "`delete(team/alice, recursive)`", (t, l) -> t.fs.delete(t.at(""), true)),
        writes("delete", "`delete(missing)`", (t, l) -> t.fs.delete(t.at("missing"), true)),
        writes(
            "deleteOnExit",
            "`deleteOnExit(file)`, `close()`",
            (t, l) -> {
              try (FileSystem other = again(t)) {
                other.deleteOnExit(t.at("file"));
              }
            }),
        writes(
            "cancelDeleteOnExit",
            "`deleteOnExit(file)`, `cancelDeleteOnExit(file)`, `close()`",
            (t, l) -> {
              try (FileSystem other = again(t)) {
                other.deleteOnExit(t.at("file"));
                other.cancelDeleteOnExit(t.at("file"));
              }
            }),
        writes(
            "createBulkDelete",
            "`createBulkDelete(dir)`, of two files",
            (t, l) -> TreeCalls.bulkDelete(t, "dir", List.of("dir/a", "dir/sub/b"))),
        writes(
            "createBulkDelete",
            "`createBulkDelete(dir)`, of one file",
            (t, l) -> TreeCalls.bulkDelete(t, "dir", List.of("dir/a"))),
        writes(
            "createMultipartUploader",
            "`createMultipartUploader(new)`: start, put, complete",
            (t, l) -> TreeCalls.upload(t, "new", "text", true)),
        writes(
            "createMultipartUploader",
            "`createMultipartUploader(new)`: start, put, abort",
            (t, l) -> TreeCalls.upload(t, "new", "text", false)));
  }

  private static void write(FSDataOutputStream out) throws IOException {
    write(out, 1);
  }

  private static void write(FSDataOutputStream opened, int bytes) throws IOException {
    try (FSDataOutputStream out = opened) {
      out.write(new byte[bytes]);
    }
  }

  private static FileSystem again(Tree tree) throws IOException {
    return FileSystem.newInstance(URI.create("s3a://lake/"), tree.fs.getConf());
  }

  private static Path local(java.nio.file.Path directory) throws IOException {
    return new Path(Files.writeString(directory.resolve("local"), "text").toUri());
  }

  private static Path localDirectory(java.nio.file.Path directory) throws IOException {
    java.nio.file.Path top = directory.resolve("locals");
    Files.writeString(Files.createDirectories(top.resolve("sub")).resolve("b"), "text");
    Files.writeString(top.resolve("a"), "text");
    return new Path(top.toUri());
  }

  /**
   * Waits for the part: if it were still on its way at the abort, it would arrive or not by chance.
   */
  private static void awaitPart(FSDataOutputStream out) {
    // Minus one until the first part has ended.
    while (out.getIOStatistics().minimums().getOrDefault("multipart_upload_part_put.min", -1L)
        < 0) {
      Thread.onSpinWait();
    }
  }
}
