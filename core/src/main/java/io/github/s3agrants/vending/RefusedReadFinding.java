package io.github.s3agrants.vending;

/** What a closer look at a refused read found. */
public enum RefusedReadFinding {
  /** The object is certain not to be there. */
  MISSING,
  /** S3 does not take the credentials at all. */
  CREDENTIALS_REJECTED,
  /** Neither, or it could not be found out. */
  NOTHING
}
