package io.github.s3agrants.emulator.grants;

/** The types of grantees, by their names in the API. */
public enum GranteeType {
  /** An IAM user or role, by its ARN. */
  IAM,
  /** A user of the corporate directory, by its ID. */
  DIRECTORY_USER,
  /** A group of the corporate directory, by its ID. */
  DIRECTORY_GROUP
}
