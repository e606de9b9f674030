package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access grant. Immutable.
 *
 * @param id generated
 * @param locationId the location that it belongs to
 * @param subPrefix as created; null if none was given
 * @param grantee the grantee
 * @param permission the level of access
 * @param applicationArn the only application through which the grant works; null for any
 * @param scope the scope that it covers
 * @param createdAt by the emulator's clock
 */
public record Grant(
    String id,
    String locationId,
    @Nullable String subPrefix,
    Grantee grantee,
    Permission permission,
    @Nullable String applicationArn,
    S3Scope scope,
    Instant createdAt) {

  /**
   * The scope as the service writes it. It is the location's scope with the sub-prefix appended, so
   * a grant of {@code bucket*} in {@code s3://} has the scope {@code s3://bucket*}.
   */
  public String scopeText() {
    return locationId.equals(Location.DEFAULT_ID) && (scope.bucket() + "*").equals(subPrefix)
        ? "s3://" + subPrefix
        : scope.uri();
  }

  /** The combination that is unique among the grants of an instance. */
  record Identity(
      Grantee grantee, Permission permission, S3Scope scope, @Nullable String applicationArn) {}

  Identity identity() {
    return new Identity(grantee, permission, scope, applicationArn);
  }
}
