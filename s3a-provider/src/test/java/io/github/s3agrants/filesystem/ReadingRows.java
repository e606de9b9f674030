package io.github.s3agrants.filesystem;

import static io.github.s3agrants.filesystem.OperationRow.reads;

import io.github.s3agrants.fixture.TreeCalls;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.util.functional.FutureIO;

/** The rows of calls that read. */
final class ReadingRows {
  private ReadingRows() {}

  static List<OperationRow> all() {
    return List.of(
        reads("open", "`open(file)`, read", (t, l) -> TreeCalls.read(t.fs.open(t.at("file")))),
        reads("open", "`open(missing)`", (t, l) -> t.fs.open(t.at("missing")).close()),
        reads("open", "`open(dir)`", (t, l) -> t.fs.open(t.at("dir")).close()),
        reads(
            "openFile",
            "`openFile(file)`, read",
            (t, l) -> TreeCalls.read(FutureIO.awaitFuture(t.fs.openFile(t.at("file")).build()))),
        reads(
            "openFile",
            "`openFile(file).withFileStatus(…)`, read",
            (t, l) -> {
              FileStatus status = t.fs.listStatus(t.at("file"))[0];
              TreeCalls.read(
                  FutureIO.awaitFuture(t.fs.openFile(t.at("file")).withFileStatus(status).build()));
            }),
        reads(
            "open",
            "`open(file)`, seek and read three times",
            (t, l) -> {
              try (FSDataInputStream in = t.fs.open(t.at("file"))) {
                for (int position : new int[] {3, 0, 2}) {
                  in.readFully(position, new byte[1]);
                }
              }
            }),
        reads("getFileStatus", "`getFileStatus(file)`", (t, l) -> t.fs.getFileStatus(t.at("file"))),
        reads("getFileStatus", "`getFileStatus(dir)`", (t, l) -> t.fs.getFileStatus(t.at("dir"))),
        reads(
            "getFileStatus",
            "`getFileStatus(missing)`",
            (t, l) -> t.fs.getFileStatus(t.at("missing"))),
        reads(
            "getFileStatus", "`getFileStatus(team/alice)`", (t, l) -> t.fs.getFileStatus(t.at(""))),
        reads(
            "getFileLinkStatus",
            "`getFileLinkStatus(file)`",
            (t, l) -> t.fs.getFileLinkStatus(t.at("file"))),
        reads("resolvePath", "`resolvePath(file)`", (t, l) -> t.fs.resolvePath(t.at("file"))),
        reads("exists", "`exists(file)`", (t, l) -> t.fs.exists(t.at("file"))),
        reads("exists", "`exists(dir)`", (t, l) -> t.fs.exists(t.at("dir"))),
        reads("exists", "`exists(missing)`", (t, l) -> t.fs.exists(t.at("missing"))),
        reads("isDirectory", "`isDirectory(dir)`", (t, l) -> t.fs.isDirectory(t.at("dir"))),
        reads("isFile", "`isFile(file)`", (t, l) -> t.fs.isFile(t.at("file"))),
        reads("getLength", "`getLength(file)`", (t, l) -> lengthOf(t.fs, t.at("file"))),
        reads("access", "`access(file, READ)`", (t, l) -> t.fs.access(t.at("file"), FsAction.READ)),
        reads("listStatus", "`listStatus(dir)`", (t, l) -> t.fs.listStatus(t.at("dir"))),
        reads("listStatus", "`listStatus(file)`", (t, l) -> t.fs.listStatus(t.at("file"))),
        reads("listStatus", "`listStatus(missing)`", (t, l) -> t.fs.listStatus(t.at("missing"))),
        reads("listStatus", "`listStatus(team/alice)`", (t, l) -> t.fs.listStatus(t.at(""))),
        reads(
            "listStatusIterator",
            "`listStatusIterator(dir)`",
            (t, l) -> drain(t.fs.listStatusIterator(t.at("dir")))),
        reads(
            "listLocatedStatus",
            "`listLocatedStatus(dir)`",
            (t, l) -> drain(t.fs.listLocatedStatus(t.at("dir")))),
        reads(
            "listFiles",
            "`listFiles(dir, recursive)`",
            (t, l) -> drain(t.fs.listFiles(t.at("dir"), true))),
        reads(
            "listFiles",
            "`listFiles(dir, not recursive)`",
            (t, l) -> drain(t.fs.listFiles(t.at("dir"), false))),
        reads("globStatus", "`globStatus(dir/*)`", (t, l) -> t.fs.globStatus(t.at("dir/*"))),
        reads("globStatus", "`globStatus(*/sub)`", (t, l) -> t.fs.globStatus(t.at("*/sub"))),
        reads("globStatus", "`globStatus(file)`", (t, l) -> t.fs.globStatus(t.at("file"))),
        reads(
            "getContentSummary",
            "`getContentSummary(dir)`",
            (t, l) -> t.fs.getContentSummary(t.at("dir"))),
        reads("getQuotaUsage", "`getQuotaUsage(dir)`", (t, l) -> t.fs.getQuotaUsage(t.at("dir"))),
        reads("getUsed", "`getUsed(dir)`", (t, l) -> t.fs.getUsed(t.at("dir"))),
        reads("getUsed", "`getUsed()`, of the whole bucket", (t, l) -> t.fs.getUsed()),
        reads(
            "getTrashRoots",
            "`getTrashRoots(false)`, in the user's home",
            (t, l) -> t.fs.getTrashRoots(false)),
        reads("getStatus", "`getStatus(file)`", (t, l) -> t.fs.getStatus(t.at("file"))),
        reads(
            "getFileChecksum",
            "`getFileChecksum(file)`, without `fs.s3a.etag.checksum.enabled`",
            (t, l) -> t.fs.getFileChecksum(t.at("file"))),
        reads("getXAttrs", "`getXAttrs(file)`", (t, l) -> t.fs.getXAttrs(t.at("file"))),
        reads("getXAttrs", "`getXAttrs(dir)`", (t, l) -> t.fs.getXAttrs(t.at("dir"))),
        reads(
            "getXAttr",
            "`getXAttr(file, header.ETag)`",
            (t, l) -> t.fs.getXAttr(t.at("file"), "header.ETag")),
        reads("listXAttrs", "`listXAttrs(file)`", (t, l) -> t.fs.listXAttrs(t.at("file"))),
        reads("getBlockSize", "`getBlockSize(file)`", (t, l) -> blockSizeOf(t.fs, t.at("file"))),
        reads(
            "getReplication",
            "`getReplication(file)`",
            (t, l) -> replicationOf(t.fs, t.at("file"))),
        reads(
            "getFileBlockLocations",
            "`getFileBlockLocations(file, 0, 1)`",
            (t, l) -> t.fs.getFileBlockLocations(t.at("file"), 0, 1)),
        reads(
            "copyToLocalFile",
            "`copyToLocalFile(file, local)`",
            (t, l) -> t.fs.copyToLocalFile(t.at("file"), new Path(l.resolve("f").toUri()))),
        reads(
            "copyToLocalFile",
            "`copyToLocalFile(dir, local)`",
            (t, l) -> t.fs.copyToLocalFile(t.at("dir"), new Path(l.resolve("d").toUri()))));
  }

  @SuppressWarnings("deprecation") // Still public.
  private static long lengthOf(org.apache.hadoop.fs.FileSystem fs, Path path) throws IOException {
    return fs.getLength(path);
  }

  @SuppressWarnings("deprecation") // Still public.
  private static long blockSizeOf(org.apache.hadoop.fs.FileSystem fs, Path path)
      throws IOException {
    return fs.getBlockSize(path);
  }

  @SuppressWarnings("deprecation") // Still public.
  private static short replicationOf(org.apache.hadoop.fs.FileSystem fs, Path path)
      throws IOException {
    return fs.getReplication(path);
  }

  private static void drain(RemoteIterator<?> iterator) throws IOException {
    while (iterator.hasNext()) {
      iterator.next();
    }
  }
}
