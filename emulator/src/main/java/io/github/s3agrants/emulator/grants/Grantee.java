package io.github.s3agrants.emulator.grants;

/**
 * A grantee. Immutable.
 *
 * @param type the type of the identifier
 * @param identifier an ARN for IAM, otherwise the ID in the directory
 */
public record Grantee(GranteeType type, String identifier) {}
