package io.github.s3agrants.tools;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/** Tells what it needs to find what a path with wildcards means, and to read it. */
final class GlobCheck {
  /** More would hide what matters. */
  private static final int MOST_READ = 20;

  private final Glob glob;
  private final WorkCheck check;
  private final Findings findings;

  GlobCheck(Glob glob, WorkCheck check, Findings findings) {
    this.glob = glob;
    this.check = check;
    this.findings = findings;
  }

  /**
   * Checks what the Globber asks first, and each match.
   *
   * @param matches what was found; empty if nothing was, or if the search failed
   */
  void run(List<FileStatus> matches) throws InterruptedException {
    int granted = 0;
    for (Path directory : glob.listed()) {
      granted +=
          count(
              "ls of the directory before the first wildcard",
              Access.of("ListObjectsV2", Permission.READ, new Target(directory).folder()));
    }
    for (Path path : glob.named()) {
      granted +=
          count(
              "status of an alternative without wildcard",
              Access.of("HeadObject", Permission.READ, new Target(path).object()));
    }
    for (FileStatus match : matches.subList(0, Math.min(matches.size(), MOST_READ))) {
      Target found = new Target(match.getPath());
      granted +=
          count(
              "read of a match",
              Access.of(
                  "GetObject", Permission.READ, match.isFile() ? found.object() : found.folder()));
    }
    if (matches.size() > MOST_READ) {
      findings.ok(
          String.format("%d more matches have not been checked", matches.size() - MOST_READ));
    }
    if (granted == 0) {
      findings.failed(
          "Nothing is granted that finds a match",
          "Have the grant created that the message above names.");
    }
  }

  private int count(String work, Access access) throws InterruptedException {
    return check.check(work, access, StoreStatisticNames.OP_GLOB_STATUS) ? 1 : 0;
  }
}
