package io.github.s3agrants.testkit;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import java.util.Locale;

/**
 * The principals of the tests. Keys depend on the name alone, so each module sees the same ones.
 *
 * <p>For example, {@code named("carol")} has the access key {@code AKIAEMULATORCAROL001}, the
 * secret key {@code carol-secret} and the ARN {@code arn:aws:iam::111122223333:user/carol}.
 */
public final class TestPrincipals {
  /**
   * The account of the Access Grants instance and of all principals unless a test says otherwise.
   */
  public static final String ACCOUNT = "111122223333";

  /** Another account. */
  public static final String OTHER_ACCOUNT = "444455556666";

  /** The IAM role of the tests' locations. */
  public static final String LOCATION_ROLE = "arn:aws:iam::" + ACCOUNT + ":role/s3ag-location-role";

  private static final int ACCESS_KEY_LENGTH = 20;

  /** Manages grants and may do anything on S3. */
  public static final Principal ADMIN =
      named("admin").asAdministrator().withS3("s3://*", Permission.READWRITE);

  /** Has no access of her own. */
  public static final Principal ALICE = named("alice");

  /** Has no access of his own. */
  public static final Principal BOB = named("bob");

  /** A session of the role {@code etl}. */
  public static final Principal SESSION =
      session("session", "arn:aws:sts::" + ACCOUNT + ":assumed-role/etl/nightly");

  private TestPrincipals() {}

  /** An IAM user of {@link #ACCOUNT} without any access of its own. */
  public static Principal named(String name) {
    return named(name, "arn:aws:iam::" + ACCOUNT + ":user/" + name);
  }

  /**
   * A principal without any access of its own.
   *
   * @param arn of an IAM user or role, in any account
   */
  public static Principal named(String name, String arn) {
    return Principal.of(name, accessKey("AKIA", name), name + "-secret", arn);
  }

  /**
   * A principal with session credentials.
   *
   * @param arn of an assumed role's session
   */
  public static Principal session(String name, String arn) {
    return Principal.of(name, accessKey("ASIA", name), name + "-secret", arn)
        .withSessionToken(name + "-token");
  }

  /**
   * Pads the key with zeros and a final one to AWS's 20 characters: {@code AKIAEMULATORBOB00001}.
   */
  private static String accessKey(String prefix, String name) {
    StringBuilder key =
        new StringBuilder(prefix).append("EMULATOR").append(name.toUpperCase(Locale.ROOT));
    while (key.length() < ACCESS_KEY_LENGTH) {
      key.append(key.length() == ACCESS_KEY_LENGTH - 1 ? '1' : '0');
    }
    return key.toString();
  }
}
