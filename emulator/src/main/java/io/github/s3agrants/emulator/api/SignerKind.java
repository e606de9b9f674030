package io.github.s3agrants.emulator.api;

/** The kind of credentials that signed a call. */
public enum SignerKind {
  /** A principal's own (base) credentials. */
  BASE,
  /** Credentials that GetDataAccess vended. */
  VENDED,
  /** No credentials, on a bucket that anybody may read. */
  ANONYMOUS,
  /** No credentials, unknown credentials, or a wrong signature or token. */
  UNKNOWN
}
