package io.github.s3agrants.emulator.store;

/** Whether a bucket keeps versions. */
public enum Versioning {
  /** It never has. */
  OFF,
  /** Each write makes a version. */
  ENABLED,
  /** Writes replace the version {@code null}. Versions from before are kept. */
  SUSPENDED
}
