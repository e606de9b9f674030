package io.github.s3agrants.tools;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.util.List;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/** Tells for each kind of work what it needs at the path, and by which grant it gets it. */
final class PathCheck {
  private final Target target;
  private final WorkCheck check;
  private final Findings findings;

  PathCheck(Target target, WorkCheck check, Findings findings) {
    this.target = target;
    this.check = check;
    this.findings = findings;
  }

  /** One kind of work, and the request of it that needs most. */
  private static final class Work {
    final String name;
    final Access access;
    final String operation;

    Work(String name, Access access, String operation) {
      this.name = name;
      this.access = access;
      this.operation = operation;
    }
  }

  /**
   * Checks all kinds of work.
   *
   * @param isFile whether the path is a file; else it is a directory, or may become one
   */
  void run(boolean isFile) throws InterruptedException {
    S3Path path = isFile ? target.object() : target.folder();
    List<Work> all =
        List.of(
            new Work(
                "ls",
                isFile
                    ? Access.of("HeadObject", Permission.READ, path)
                    : Access.of("ListObjectsV2", Permission.READ, path),
                StoreStatisticNames.OP_LIST_STATUS),
            new Work(
                "read", Access.of("GetObject", Permission.READ, path), StoreStatisticNames.OP_OPEN),
            new Work(
                "write",
                Access.of("PutObject", Permission.WRITE, path),
                StoreStatisticNames.OP_CREATE),
            new Work(
                "rename",
                Access.of("CopyObject", Permission.READWRITE, isFile ? target.parent() : path),
                StoreStatisticNames.OP_RENAME),
            new Work(
                "delete",
                isFile
                    ? Access.of("DeleteObject", Permission.WRITE, path)
                    : Access.of("DeleteObjects", Permission.WRITE, path),
                StoreStatisticNames.OP_DELETE));
    int refused = 0;
    for (Work work : all) {
      refused += check.check(work.name, work.access, work.operation) ? 0 : 1;
    }
    if (refused == all.size()) {
      findings.failed(
          "Nothing is granted at " + target,
          "Have the grant created that the message above names.");
    }
  }
}
