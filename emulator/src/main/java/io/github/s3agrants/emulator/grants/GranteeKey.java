package io.github.s3agrants.emulator.grants;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A normalized grantee. A role's ARN with its path, without it and as a session's role give the
 * same key, because role names are unique in an account.
 *
 * @param type the type of the identifier
 * @param identifier an ARN without a role's path, or the ID in the directory
 */
record GranteeKey(GranteeType type, String identifier) {
  private static final Pattern SESSION =
      Pattern.compile("(arn:[^:]+):sts::(\\d{12}):assumed-role/([^/]+)/[^/]+");
  private static final Pattern ROLE =
      Pattern.compile("(arn:[^:]+):iam::(\\d{12}):role/(?:.*/)?([^/]+)");

  static GranteeKey of(Grantee grantee) {
    return grantee.type() == GranteeType.IAM
        ? iam(grantee.identifier())
        : new GranteeKey(grantee.type(), grantee.identifier());
  }

  /** The IAM identity behind an ARN. */
  static GranteeKey iam(String arn) {
    for (Pattern form : new Pattern[] {SESSION, ROLE}) {
      Matcher matcher = form.matcher(arn);
      if (matcher.matches()) {
        return new GranteeKey(
            GranteeType.IAM,
            matcher.group(1) + ":iam::" + matcher.group(2) + ":role/" + matcher.group(3));
      }
    }
    return new GranteeKey(GranteeType.IAM, arn);
  }
}
