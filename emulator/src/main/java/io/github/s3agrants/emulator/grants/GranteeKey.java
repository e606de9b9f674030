package io.github.s3agrants.emulator.grants;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A grantee in one form, however it is written: a role with its path, without it and as the role of
 * a session are the same, because an account has no two roles of one name.
 *
 * @param type what the identifier is
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
