package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An access grant. Immutable.
 *
 * @param id generated
 * @param locationId the location that it lies in
 * @param subPrefix as created; null if none was given
 * @param grantee ARN of the IAM user or role
 * @param permission the level of access
 * @param scope what it covers
 * @param createdAt by the emulator's clock
 */
public record Grant(
    String id,
    String locationId,
    @Nullable String subPrefix,
    String grantee,
    Permission permission,
    S3Scope scope,
    Instant createdAt) {

  boolean sameAs(Grant other) {
    return grantee.equals(other.grantee)
        && permission == other.permission
        && scope.equals(other.scope);
  }
}
