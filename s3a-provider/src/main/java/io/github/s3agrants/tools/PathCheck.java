package io.github.s3agrants.tools;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.request.DryRun;
import io.github.s3agrants.vending.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;

/** Tells for each kind of work what it needs at the path, and by which grant it gets it. */
final class PathCheck {
  private final Target target;
  private final DryRun dryRun;
  private final Findings findings;
  private final Set<String> given = new HashSet<>();

  PathCheck(Target target, DryRun dryRun, Findings findings) {
    this.target = target;
    this.dryRun = dryRun;
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
      refused += check(work) ? 0 : 1;
    }
    if (refused == all.size()) {
      findings.failed(
          "Nothing is granted at " + target,
          "Have the grant created that the message above names.");
    }
  }

  /** The same advice is given once. */
  private String once(String advice) {
    return given.add(advice) ? advice : "";
  }

  /** Returns whether a job could do this. */
  private boolean check(Work work) throws InterruptedException {
    String needs = String.format("%s needs %s", work.name, work.access);
    DryRun.Outcome outcome = dryRun.of(work.access, work.operation);
    if (outcome.decision().isEmpty()) {
      findings.warning(
          needs + ": refused. S3 Access Grants gave no credentials for it: " + outcome.answer(),
          once(outcome.advice()));
      return false;
    }
    Decision decision = outcome.decision().get();
    VendedCredentials vended = decision.credentials();
    if (vended != null) {
      findings.ok(
          String.format(
              "%s: granted, %s on %s until %s",
              needs, vended.permission(), vended.scope(), vended.expiration()));
      return true;
    }
    if (decision.kind() == Decision.Kind.BASE) {
      findings.warning(
          needs + ": no grant; the caller's own credentials would sign (fallback)", "");
    } else {
      findings.warning(needs + ": no grant, but there is one below; answered \"not found\"", "");
    }
    return decision.kind() == Decision.Kind.BASE;
  }
}
