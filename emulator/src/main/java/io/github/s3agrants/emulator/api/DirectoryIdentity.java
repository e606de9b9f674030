package io.github.s3agrants.emulator.api;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A caller's identity in the corporate directory, as IAM Identity Center reports it. Immutable.
 *
 * @param user ID of the directory user; null for none
 * @param groups IDs of the directory groups
 * @param application ARN of the Identity Center application through which the caller acts; null for
 *     none
 */
public record DirectoryIdentity(
    @Nullable String user, List<String> groups, @Nullable String application) {

  // Identity Store: UserId and GroupId, 1 to 47 characters.
  private static final Pattern ID =
      Pattern.compile("([0-9a-f]{10}-)?[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}");
  private static final Pattern APPLICATION =
      Pattern.compile("arn:[^:]+:sso::\\d{12}:application/.*");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the component and the allowed values
   */
  public DirectoryIdentity {
    groups = List.copyOf(groups);
    check(user == null || isId(user), "user: must be a UUID");
    check(groups.stream().allMatch(DirectoryIdentity::isId), "groups: must be UUIDs");
    check(
        application == null || APPLICATION.matcher(application).matches(),
        "application: must be arn:aws:sso::ACCOUNT:application/...");
  }

  /** True if the text has the form of the ID of a directory user or group. */
  public static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
