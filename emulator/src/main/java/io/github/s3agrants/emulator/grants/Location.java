package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Instant;

/**
 * A registered location. Immutable.
 *
 * @param id {@code default} for {@code s3://}, else generated
 * @param scopeText the scope as registered
 * @param iamRoleArn the role that the service would assume
 * @param createdAt by the emulator's clock
 */
public record Location(String id, String scopeText, String iamRoleArn, Instant createdAt) {
  /** The ID of the location {@code s3://}. */
  public static final String DEFAULT_ID = "default";

  private static final String EVERYTHING = "s3://";

  /** Whether this is {@code s3://}. */
  public boolean isDefault() {
    return id.equals(DEFAULT_ID);
  }

  /** Whether both register the same place, however it is written. */
  boolean samePlace(String otherScopeText) {
    return base(scopeText).equals(base(otherScopeText));
  }

  /**
   * The scope of a grant: the location's scope with the sub-prefix appended.
   *
   * @throws IllegalArgumentException if that is not a scope
   */
  S3Scope grantScope(String subPrefix, boolean object) {
    String text = base(scopeText) + subPrefix;
    if (object) {
      return S3Scope.parseObject(text);
    }
    S3Scope scope = S3Scope.parse(text);
    if (scope.kind() == S3Scope.Kind.OBJECT || !text.endsWith("*")) {
      throw new IllegalArgumentException(
          "must end with * unless the S3PrefixType is Object: " + text);
    }
    return scope;
  }

  /**
   * The text that sub-prefixes are appended to: {@code s3://}, {@code s3://bucket/} or {@code
   * s3://bucket/prefix}.
   */
  private static String base(String scopeText) {
    String text =
        scopeText.endsWith("*") ? scopeText.substring(0, scopeText.length() - 1) : scopeText;
    boolean bucketOnly = !text.equals(EVERYTHING) && text.indexOf('/', EVERYTHING.length()) < 0;
    return bucketOnly ? text + "/" : text;
  }
}
