package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks CreateAccessGrant for.
 *
 * @param locationId the registered location
 * @param subPrefix appended to the location's scope; null for the whole location
 * @param object whether the sub-prefix names an object
 * @param grantee ARN of an IAM user or role
 * @param permission the level of access
 */
public record NewGrant(
    String locationId,
    @Nullable String subPrefix,
    boolean object,
    String grantee,
    Permission permission) {}
