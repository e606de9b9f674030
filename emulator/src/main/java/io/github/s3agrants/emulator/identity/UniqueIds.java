package io.github.s3agrants.emulator.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IAM's unique IDs, derived from the ARN, so an identity always has the same ID. See <a
 * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids">IAM
 * identifiers</a>.
 */
public final class UniqueIds {
  private static final Pattern SESSION =
      Pattern.compile("arn:[^:]+:sts::(\\d{12}):assumed-role/([^/]+)/([^/]+)");
  private static final Pattern IDENTITY =
      Pattern.compile("arn:[^:]+:iam::(\\d{12}):(root|user|role)(?:/(?:.*/)?([^/]+))?");
  private static final int LENGTH = 17;

  private UniqueIds() {}

  /** The account in an ARN of IAM or STS. */
  public static String account(String arn) {
    return arn.split(":", -1)[4];
  }

  /** The partition in an ARN. */
  public static String partition(String arn) {
    return arn.split(":", -1)[1];
  }

  /** The canonical user ID of an account. */
  public static String canonicalUser(String account) {
    return SignatureV4.sha256(("canonical/" + account).getBytes(UTF_8));
  }

  /** The user ID that GetCallerIdentity returns. */
  public static String of(String arn) {
    Matcher session = SESSION.matcher(arn);
    if (session.matches()) {
      return role(session.group(1), session.group(2)) + ":" + session.group(3);
    }
    Matcher identity = IDENTITY.matcher(arn);
    if (!identity.matches() || identity.group(2).equals("root")) {
      return account(arn);
    }
    return identity.group(2).equals("role")
        ? role(identity.group(1), identity.group(3))
        : "AIDA" + random(arn);
  }

  private static String role(String account, String name) {
    return "AROA" + random("role/" + account + "/" + name);
  }

  private static String random(String seed) {
    return SignatureV4.sha256(seed.getBytes(UTF_8)).substring(0, LENGTH).toUpperCase(Locale.ROOT);
  }
}
