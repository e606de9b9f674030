package io.github.s3agrants.filesystem;

import io.github.s3agrants.fixture.Tree;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One line of docs/filesystem-calls.md: a call on a file system. Immutable.
 *
 * @param method the name of the FileSystem method that it is about
 * @param call the call as the document shows it
 * @param reads whether a grant to read is enough
 */
record OperationRow(String method, String call, boolean reads, Action action) {

  /** Makes the call. */
  interface Action {
    void on(Tree tree, Path local) throws IOException;
  }

  /** Reads only. */
  static OperationRow reads(String method, String call, Action action) {
    return new OperationRow(method, call, true, action);
  }

  /** Writes, or asks for something that S3A does not have. */
  static OperationRow writes(String method, String call, Action action) {
    return new OperationRow(method, call, false, action);
  }
}
