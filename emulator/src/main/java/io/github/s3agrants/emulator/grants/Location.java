package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Instant;

/**
 * A registered location. Immutable.
 *
 * @param id {@code default} for {@code s3://}, otherwise generated
 * @param scopeText the scope as registered
 * @param iamRoleArn the role that the service would assume
 * @param createdAt by the emulator's clock
 */
public record Location(String id, String scopeText, String iamRoleArn, Instant createdAt) {
  /** The ID of the location {@code s3://}. */
  public static final String DEFAULT_ID = "default";

  private static final String EVERYTHING = "s3://";

  /** True for the location {@code s3://}. */
  public boolean isDefault() {
    return id.equals(DEFAULT_ID);
  }

  Location withRole(String arn) {
    return new Location(id, scopeText, arn, createdAt);
  }

  /**
   * The scope of a grant: the location's scope with the sub-prefix appended.
   *
   * @throws IllegalArgumentException if the result is not a scope or not inside the location
   */
  S3Scope grantScope(String subPrefix, boolean object) {
    String place = place(scopeText);
    // A bucket that was registered without a slash takes sub-prefixes with one, and without.
    boolean ownSlash = !bucketOnly(withoutStar(scopeText)) || !subPrefix.startsWith("/");
    String text = place + (ownSlash ? subPrefix : subPrefix.substring(1));
    if (object) {
      return S3Scope.parseObject(text);
    }
    S3Scope scope = S3Scope.parse(text);
    if (scope.kind() != S3Scope.Kind.PREFIX || !text.endsWith("*")) {
      throw new IllegalArgumentException(
          "must end with * unless the S3PrefixType is Object: " + text);
    }
    return scope;
  }

  /**
   * The normalized text that sub-prefixes are appended to: {@code s3://}, {@code s3://bucket/} or
   * {@code s3://bucket/prefix}.
   */
  static String place(String scopeText) {
    String text = withoutStar(scopeText);
    return bucketOnly(text) ? text + "/" : text;
  }

  private static String withoutStar(String scopeText) {
    return scopeText.endsWith("*") ? scopeText.substring(0, scopeText.length() - 1) : scopeText;
  }

  private static boolean bucketOnly(String text) {
    return !text.equals(EVERYTHING) && text.indexOf('/', EVERYTHING.length()) < 0;
  }
}
