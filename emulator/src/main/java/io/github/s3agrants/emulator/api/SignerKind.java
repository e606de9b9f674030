package io.github.s3agrants.emulator.api;

/** Whose credentials signed a call. */
public enum SignerKind {
  /** A principal's own. */
  BASE,
  /** Credentials that GetDataAccess vended. */
  VENDED,
  /** None, or such as the emulator does not know or whose signature or token is wrong. */
  UNKNOWN
}
