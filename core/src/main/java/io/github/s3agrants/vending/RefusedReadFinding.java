package io.github.s3agrants.vending;

/** The result of finding out why S3 refused a read. */
public enum RefusedReadFinding {
  /** The object certainly does not exist. */
  MISSING,
  /** S3 does not accept the credentials at all. */
  CREDENTIALS_REJECTED,
  /** Neither of these, or the reason could not be found out. */
  NOTHING
}
