package io.github.s3agrants.filesystem;

import io.github.s3agrants.fixture.Tree;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One row of docs/filesystem-calls.md: a call on a file system. Immutable.
 *
 * @param method the name of the FileSystem method
 * @param call the call as the document shows it
 * @param reads true if a READ grant is enough
 */
record OperationRow(String method, String call, boolean reads, Action action) {

  /** Makes the call. */
  interface Action {
    void on(Tree tree, Path local) throws IOException;
  }

  /** A call that only reads. */
  static OperationRow reads(String method, String call, Action action) {
    return new OperationRow(method, call, true, action);
  }

  /** A call that writes, or that S3A does not support. */
  static OperationRow writes(String method, String call, Action action) {
    return new OperationRow(method, call, false, action);
  }
}
