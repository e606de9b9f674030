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
 * @param grantee to whom
 * @param permission the level of access
 * @param applicationArn the only application through which it works; null for any
 * @param scope what it covers
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

  /** What no two grants of an instance have in common. */
  record Identity(
      Grantee grantee, Permission permission, S3Scope scope, @Nullable String applicationArn) {}

  Identity identity() {
    return new Identity(grantee, permission, scope, applicationArn);
  }
}
