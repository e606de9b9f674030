package io.github.s3agrants.tools;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/**
 * Tells what a write of Spark needs. Its committer works in a folder of the directory that is
 * written to, for a partitioned table in one of the table, and moves from there what it commits.
 */
final class SparkWriteCheck {
  private static final String WORKING_FOLDER = "_temporary";

  /** The name of a partition's directory. */
  private static final Pattern PARTITION = Pattern.compile("[^=]+=.*");

  private final WorkCheck check;

  SparkWriteCheck(WorkCheck check) {
    this.check = check;
  }

  /** Checks writes to a directory, and to the table that it is a partition of. */
  void run(Target directory) throws InterruptedException {
    write("Spark's write to it", directory);
    Path table = tableOf(directory.path());
    if (!table.equals(directory.path())) {
      write("Spark's write to the table with partitionBy", new Target(table));
    }
  }

  private void write(String what, Target directory) throws InterruptedException {
    check.check(
        String.format("%s, by way of %s,", what, new Path(directory.path(), WORKING_FOLDER)),
        Access.of("CopyObject", Permission.READWRITE, directory.folder()),
        StoreStatisticNames.OP_RENAME);
  }

  /** The directory above the first partition in a path; the path itself if there is none. */
  private static Path tableOf(Path path) {
    Path table = path;
    for (Path at = path; at.getParent() != null; at = at.getParent()) {
      if (PARTITION.matcher(at.getName()).matches()) {
        table = at.getParent();
      }
    }
    return table;
  }
}
