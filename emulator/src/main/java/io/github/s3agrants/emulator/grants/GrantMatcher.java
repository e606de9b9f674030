package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which grant answers a request for access. */
final class GrantMatcher {
  private static final Pattern SESSION =
      Pattern.compile("(arn:[^:]+):sts::(\\d{12}):assumed-role/([^/]+)/[^/]+");
  private static final Pattern ROLE =
      Pattern.compile("(arn:[^:]+):iam::(\\d{12}):role/(?:.*/)?([^/]+)");

  /** Closest to the target last; of two as close, the one that gives away less. */
  private static final Comparator<Grant> CLOSENESS =
      Comparator.<Grant>comparingInt(grant -> grant.scope().path().length())
          .thenComparing(grant -> grant.scope().kind() == S3Scope.Kind.OBJECT)
          .thenComparing(grant -> grant.permission() != Permission.READWRITE);

  private GrantMatcher() {}

  /** The closest of the caller's grants that covers the target and includes the permission. */
  static Optional<Grant> closest(
      Collection<Grant> grants, Principal caller, S3Scope target, Permission permission) {
    return grants.stream()
        .filter(grant -> grant.permission().includes(permission))
        .filter(grant -> grant.scope().covers(target))
        .filter(grant -> isGrantee(grant.grantee(), caller.arn()))
        .max(CLOSENESS);
  }

  /**
   * A session of a role is what the role is granted; the session's ARN leaves out the role's path.
   */
  private static boolean isGrantee(String grantee, String callerArn) {
    if (grantee.equals(callerArn)) {
      return true;
    }
    Matcher session = SESSION.matcher(callerArn);
    Matcher role = ROLE.matcher(grantee);
    return session.matches()
        && role.matches()
        && session.group(1).equals(role.group(1))
        && session.group(2).equals(role.group(2))
        && session.group(3).equals(role.group(3));
  }
}
