package io.github.s3agrants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.MultipartUploader;
import org.apache.hadoop.fs.PartHandle;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UploadHandle;
import org.apache.hadoop.io.IOUtils;
import org.apache.hadoop.util.functional.FutureIO;

/** Calls on a file system, with results that can be compared between trees. */
final class TreeCalls {
  private TreeCalls() {}

  static String write(FSDataOutputStream opened, String text) throws IOException {
    try (FSDataOutputStream out = opened) {
      out.write(text.getBytes(UTF_8));
    }
    return "written";
  }

  static String read(FSDataInputStream opened) throws IOException {
    try (FSDataInputStream in = opened) {
      return new String(IOUtils.readFullyToByteArray(in), UTF_8);
    }
  }

  static String list(Tree tree, FileStatus... found) {
    List<String> all = new ArrayList<>();
    for (FileStatus status : found) {
      all.add(tree.describe(status));
    }
    return all.toString();
  }

  static String list(Tree tree, RemoteIterator<? extends FileStatus> found) throws IOException {
    List<FileStatus> all = new ArrayList<>();
    while (found.hasNext()) {
      all.add(found.next());
    }
    return list(tree, all.toArray(new FileStatus[0]));
  }

  static String contentSummary(Tree tree, String name) throws IOException {
    ContentSummary summary = tree.fs.getContentSummary(tree.at(name));
    return summary.getDirectoryCount()
        + " directories, "
        + summary.getFileCount()
        + " files, "
        + summary.getLength();
  }

  static String checksum(Tree tree, String name) throws IOException {
    FileChecksum checksum = tree.fs.getFileChecksum(tree.at(name));
    return checksum == null ? "none" : HexFormat.of().formatHex(checksum.getBytes());
  }

  /** Dates and the like differ. */
  static String attributes(Tree tree, String name) throws IOException {
    Map<String, byte[]> all = tree.fs.getXAttrs(tree.at(name));
    byte[] length = all.getOrDefault("header.Content-Length", new byte[0]);
    return all.keySet().stream().sorted().toList() + " " + new String(length, UTF_8);
  }

  static String bulkDelete(Tree tree, String base, List<String> names) throws IOException {
    try (BulkDelete bulk = tree.fs.createBulkDelete(tree.at(base))) {
      List<Path> paths =
          names.stream()
              .map(name -> tree.fs.makeQualified(tree.at(name)))
              .collect(Collectors.toList());
      return bulk.bulkDelete(paths).stream()
          .map(failed -> tree.name(failed.getKey()))
          .sorted()
          .toList()
          .toString();
    }
  }

  static String copyFromLocal(Tree tree, File local, String name, boolean overwrite)
      throws IOException {
    tree.fs.copyFromLocalFile(false, overwrite, new Path(local.toURI()), tree.at(name));
    return "copied";
  }

  static String upload(Tree tree, String name, String text, boolean complete) throws IOException {
    Path file = tree.at(name);
    try (MultipartUploader uploader = tree.fs.createMultipartUploader(file).build()) {
      UploadHandle upload = FutureIO.awaitFuture(uploader.startUpload(file));
      byte[] bytes = text.getBytes(UTF_8);
      PartHandle part = FutureIO.awaitFuture(onlyPart(uploader, upload, file, bytes));
      if (!complete) {
        FutureIO.awaitFuture(uploader.abort(upload, file));
        return "aborted";
      }
      FutureIO.awaitFuture(uploader.complete(upload, file, Map.of(1, part)));
      return "completed";
    }
  }

  private static CompletableFuture<PartHandle> onlyPart(
      MultipartUploader uploader, UploadHandle upload, Path file, byte[] bytes) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes);
    try {
      return uploader.putPart(upload, 1, true, file, in, bytes.length);
    } catch (NoSuchMethodError e) {
      return onlyPartBefore342(uploader, upload, file, in, bytes.length);
    }
  }

  /** Hadoop 3.4.1 is not told that the part is the last; nothing compiles against it and later. */
  @SuppressWarnings("unchecked")
  private static CompletableFuture<PartHandle> onlyPartBefore342(
      MultipartUploader uploader, UploadHandle upload, Path file, InputStream in, long length)
      throws IOException {
    try {
      return (CompletableFuture<PartHandle>)
          MultipartUploader.class
              .getMethod(
                  "putPart",
                  UploadHandle.class,
                  int.class,
                  Path.class,
                  InputStream.class,
                  long.class)
              .invoke(uploader, upload, 1, file, in, length);
    } catch (InvocationTargetException e) {
      return FutureIO.raiseInnerCause(new ExecutionException(e.getCause()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Leaves the file open; at most two are. */
  static String begin(Tree tree, String name, String text) throws IOException {
    if (tree.open.size() >= 2) {
      return "not begun";
    }
    FSDataOutputStream out = tree.fs.create(tree.at(name), true);
    tree.open.add(out);
    out.write(text.getBytes(UTF_8));
    return "begun";
  }

  static String end(Tree tree, boolean complete) throws IOException {
    FSDataOutputStream out = tree.open.poll();
    if (out == null) {
      return "nothing to end";
    }
    if (complete) {
      out.close();
    } else {
      out.abort();
    }
    return "ended";
  }
}
