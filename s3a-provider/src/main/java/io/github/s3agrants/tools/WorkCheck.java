package io.github.s3agrants.tools;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.request.DryRun;
import io.github.s3agrants.vending.Decision;
import java.util.HashSet;
import java.util.Set;

/** Tells of one kind of work what it needs, and by which grant it gets it. */
final class WorkCheck {
  private final DryRun dryRun;
  private final Findings findings;
  private final Set<String> given = new HashSet<>();

  WorkCheck(DryRun dryRun, Findings findings) {
    this.dryRun = dryRun;
    this.findings = findings;
  }

  /** The same advice is given once. */
  private String once(String advice) {
    return given.add(advice) ? advice : "";
  }

  /**
   * Returns whether a job could do this.
   *
   * @param work its name
   * @param access what the request of it needs that needs most
   * @param operation S3A's, as in {@code StoreStatisticNames}
   */
  boolean check(String work, Access access, String operation) throws InterruptedException {
    String needs = String.format("%s needs %s", work, access);
    DryRun.Outcome outcome = dryRun.of(access, operation);
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
