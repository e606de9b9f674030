package io.github.s3agrants;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;

/** A directory of the lake and a file system to work on it; names are relative to it. */
final class Tree implements AutoCloseable {
  final S3AFileSystem fs;

  /** Files being written. */
  final Deque<FSDataOutputStream> open = new ArrayDeque<>();

  private final String prefix;

  /**
   * One tree.
   *
   * @param prefix key of the directory, such as {@code team/alice/}
   */
  Tree(S3AFileSystem fs, String prefix) {
    this.fs = fs;
    this.prefix = prefix;
  }

  /** The path of a name; the empty one is the directory itself. */
  Path at(String name) {
    Path root = new Path("/" + prefix);
    return name.isEmpty() ? root : new Path(root, new Path(null, null, name));
  }

  /** A path below or at the directory, as both trees have it. */
  String name(Path path) {
    URI uri = path.toUri();
    String key = uri.getPath() + "/";
    return key.startsWith("/" + prefix)
        ? "<" + key.substring(prefix.length() + 1) + ">"
        : "outside: " + path;
  }

  /** All that does not depend on when or where it was written. */
  String describe(FileStatus status) {
    return name(status.getPath()) + (status.isDirectory() ? " dir" : " " + status.getLen());
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.remove().abort();
    }
    fs.close();
  }
}
