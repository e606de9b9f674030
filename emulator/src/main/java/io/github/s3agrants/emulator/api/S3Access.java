package io.github.s3agrants.emulator.api;

import static java.util.Objects.requireNonNull;

/**
 * S3 access of a principal's own credentials.
 *
 * @param scope {@code s3://*} for everything, {@code s3://bucket/*}, {@code s3://bucket/prefix*} or
 *     {@code s3://bucket/key} for that object only
 * @param permission the level of access
 */
public record S3Access(String scope, Permission permission) {
  public S3Access {
    requireNonNull(scope, "scope");
    requireNonNull(permission, "permission");
  }
}
