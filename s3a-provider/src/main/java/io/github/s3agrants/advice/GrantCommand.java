package io.github.s3agrants.advice;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Builds the AWS CLI command that creates a grant. It is safe to paste into a shell.
 *
 * <p>Keys, principals and answers of services are text that others control. A value with special
 * characters is written as JSON in single quotes; each character in it that is not printable ASCII,
 * or is a quote or a backslash, is escaped. So a shell sees a single word, and no line ends within
 * it. The CLI's shorthand syntax, in which a comma has a meaning, is used only for plain values.
 */
final class GrantCommand {
  /** A placeholder that the user replaces. */
  private static final String LOCATION = "LOCATION_ID";

  /** A placeholder that the user replaces, used if the caller is not known as a user or role. */
  private static final String PRINCIPAL = "PRINCIPAL_ARN";

  /** Values that the CLI accepts without quotes in its shorthand syntax. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/_.:=*+-]+");

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]+");

  /** Source of the characters in names and paths: IAM user guide, IAM and STS quotas. */
  private static final Pattern GRANTEE =
      Pattern.compile("arn:[a-z-]+:iam::\\d{12}:(?:user|role)/[\\w+=,.@/-]+");

  private static final Pattern SESSION =
      Pattern.compile("arn:([a-z-]+):sts::(\\d{12}):assumed-role/([\\w+=,.@-]+)/.+");

  private GrantCommand() {}

  /**
   * Returns the command, in one line.
   *
   * @param principal the caller: the ARN from STS, or what else is known
   */
  static String of(NeededGrant needed, Optional<AccessGrantsInstance> instance, String principal) {
    S3Path scope = needed.scope();
    String subPrefix = scope.toTarget().substring("s3://".length());
    return "aws s3control create-access-grant --account-id "
        + instance.map(i -> word(i.account(), "ACCOUNT_ID")).orElse("ACCOUNT_ID")
        + " --region "
        + instance.map(i -> word(i.region(), "REGION")).orElse("REGION")
        + " --access-grants-location-id "
        + LOCATION
        + " --access-grants-location-configuration "
        + structure("S3SubPrefix", subPrefix)
        + (scope.isPrefix() ? "" : " --s3-prefix-type Object")
        + " --permission "
        + needed.permission()
        + " --grantee "
        + structure("GranteeType", "IAM", "GranteeIdentifier", grantee(principal));
  }

  /** Whether a caller is a session of a role. */
  static boolean isSession(String principal) {
    return SESSION.matcher(principal).matches();
  }

  /**
   * Returns the grantee for a caller: for a session its role, because grants are made to users and
   * roles only (CreateAccessGrant, Grantee).
   */
  private static String grantee(String principal) {
    Matcher session = SESSION.matcher(principal);
    if (session.matches()) {
      return String.format(
          "arn:%s:iam::%s:role/%s", session.group(1), session.group(2), session.group(3));
    }
    return GRANTEE.matcher(principal).matches() ? principal : PRINCIPAL;
  }

  private static String word(String text, String placeholder) {
    return WORD.matcher(text).matches() ? text : placeholder;
  }

  private static String structure(String... namesAndValues) {
    StringBuilder shorthand = new StringBuilder();
    StringBuilder json = new StringBuilder("{");
    boolean plain = true;
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String name = namesAndValues[i];
      String value = namesAndValues[i + 1];
      plain &= PLAIN.matcher(value).matches();
      shorthand.append(i == 0 ? "" : ",").append(name).append('=').append(value);
      json.append(i == 0 ? "" : ",").append('"').append(name).append("\":");
      json.append(quoted(value));
    }
    return "'" + (plain ? shorthand : json.append('}')) + "'";
  }

  private static StringBuilder quoted(String value) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~' || c == '\'' || c == '"' || c == '\\') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    return json.append('"');
  }
}
