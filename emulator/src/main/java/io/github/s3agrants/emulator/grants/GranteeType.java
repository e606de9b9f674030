package io.github.s3agrants.emulator.grants;

/** What a grantee is; the names are those on the wire. */
public enum GranteeType {
  /** An IAM user or role, by its ARN. */
  IAM,
  /** A user of the corporate directory, by its ID. */
  DIRECTORY_USER,
  /** A group of the corporate directory, by its ID. */
  DIRECTORY_GROUP
}
