package io.github.s3agrants.emulator.api;

import java.util.List;
import java.util.regex.Pattern;

/**
 * An IAM role that AssumeRole can assume. Immutable.
 *
 * @param arn the role's ARN
 * @param trusts who may assume it: names of principals, ARNs of users, roles, sessions or an
 *     account's root, 12-digit accounts, or {@code *} for everybody
 * @param administrator true if its sessions may call the management operations of Access Grants
 * @param s3 what its sessions may do on S3
 * @param maxSessionSeconds the maximum session duration, 3600 to 43200
 */
public record Role(
    String arn,
    List<String> trusts,
    boolean administrator,
    List<S3Access> s3,
    int maxSessionSeconds) {
  /** The default maximum session duration, as in IAM. */
  public static final int DEFAULT_MAX_SESSION_SECONDS = 3600;

  private static final int MOST_SECONDS = 43_200;
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/([\\w+=,.@-]+/)*[\\w+=,.@-]{1,64}");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the component and the allowed values
   */
  public Role {
    trusts = List.copyOf(trusts);
    s3 = List.copyOf(s3);
    check(ARN.matcher(arn).matches(), "arn: must be arn:aws:iam::ACCOUNT:role/NAME, was " + arn);
    check(
        maxSessionSeconds >= DEFAULT_MAX_SESSION_SECONDS && maxSessionSeconds <= MOST_SECONDS,
        "maxSessionSeconds: must be 3600 to 43200, was " + maxSessionSeconds);
  }

  /** A role whose sessions last at most an hour and have no access to S3 by themselves. */
  public static Role of(String arn, String... trusts) {
    return new Role(arn, List.of(trusts), false, List.of(), DEFAULT_MAX_SESSION_SECONDS);
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
