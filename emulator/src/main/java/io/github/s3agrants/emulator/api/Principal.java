package io.github.s3agrants.emulator.api;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A caller of the emulator with its own credentials. Immutable.
 *
 * @param name the name in the journal and in grants
 * @param accessKey the access key ID, 16 to 128 letters, digits or underscores
 * @param secretKey the secret access key, not empty
 * @param sessionToken the session token that every request must carry; null: requests must not
 *     carry one
 * @param arn the ARN of an IAM user, an IAM role, an account's root or an assumed-role session
 * @param administrator true if the principal may call the management operations of Access Grants
 * @param s3 what its own credentials may do on S3; empty: nothing
 * @param directory its identity in the corporate directory; null: none
 */
public record Principal(
    String name,
    String accessKey,
    String secretKey,
    @Nullable String sessionToken,
    String arn,
    boolean administrator,
    List<S3Access> s3,
    @Nullable DirectoryIdentity directory) {

  // Long enough for the name of a session: session name, @, role name.
  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,129}");
  private static final Pattern ACCESS_KEY = Pattern.compile("\\w{16,128}");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:(?:iam::(\\d{12}):(?:root|(?:user|role)/[\\w+=,.@/-]+)"
              + "|sts::(\\d{12}):assumed-role/[\\w+=,.@-]+/[\\w+=,.@-]+)");

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException naming the component and the allowed values, never a secret
   */
  public Principal {
    check(NAME.matcher(name).matches(), "name: 1 to 129 of letters, digits and _+=,.@-");
    check(
        ACCESS_KEY.matcher(accessKey).matches(),
        "accessKey: 16 to 128 letters, digits or underscores");
    check(!secretKey.isEmpty(), "secretKey: must not be empty");
    check(sessionToken == null || !sessionToken.isEmpty(), "sessionToken: must not be empty");
    check(
        ARN.matcher(arn).matches(),
        "arn: must be arn:aws:iam::ACCOUNT:user/NAME, arn:aws:iam::ACCOUNT:role/NAME, arn:aws:iam::ACCOUNT:root"
            + " or arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION, was "
            + arn);
    s3 = List.copyOf(s3);
  }

  /** A principal without an identity in the corporate directory. */
  public Principal(
      String name,
      String accessKey,
      String secretKey,
      @Nullable String sessionToken,
      String arn,
      boolean administrator,
      List<S3Access> s3) {
    this(name, accessKey, secretKey, sessionToken, arn, administrator, s3, null);
  }

  /** A principal with permanent credentials that have no access to S3 by themselves. */
  public static Principal of(String name, String accessKey, String secretKey, String arn) {
    return new Principal(name, accessKey, secretKey, null, arn, false, List.of());
  }

  /** The same principal with session credentials. */
  public Principal withSessionToken(String token) {
    requireNonNull(token, "token");
    return new Principal(name, accessKey, secretKey, token, arn, administrator, s3, directory);
  }

  /** The same principal as an administrator of Access Grants. */
  public Principal asAdministrator() {
    return new Principal(name, accessKey, secretKey, sessionToken, arn, true, s3, directory);
  }

  /** The same principal with additional S3 access for its own credentials. */
  public Principal withS3(String scope, Permission permission) {
    List<S3Access> more = new ArrayList<>(s3);
    more.add(new S3Access(scope, permission));
    return new Principal(
        name, accessKey, secretKey, sessionToken, arn, administrator, more, directory);
  }

  /** The same principal with an identity in the corporate directory. */
  public Principal withDirectory(DirectoryIdentity identity) {
    requireNonNull(identity, "identity");
    return new Principal(
        name, accessKey, secretKey, sessionToken, arn, administrator, s3, identity);
  }

  /** The 12-digit account in the ARN. */
  public String account() {
    Matcher matcher = ARN.matcher(arn);
    if (!matcher.matches()) {
      throw new IllegalStateException(arn);
    }
    String iam = matcher.group(1);
    return iam != null ? iam : matcher.group(2);
  }

  /** Omits the secret and the session token. */
  @Override
  public String toString() {
    return "Principal[name=" + name + ", accessKey=" + accessKey + ", arn=" + arn + "]";
  }

  private static void check(boolean ok, String message) {
    if (!ok) {
      throw new IllegalArgumentException(message);
    }
  }
}
