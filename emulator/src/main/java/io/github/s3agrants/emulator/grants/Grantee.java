package io.github.s3agrants.emulator.grants;

/**
 * To whom a grant is given. Immutable.
 *
 * @param type what the identifier is
 * @param identifier an ARN for IAM, else the ID in the directory
 */
public record Grantee(GranteeType type, String identifier) {}
