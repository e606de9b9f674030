package io.github.s3agrants.emulator.store;

/** What the checksum of an object is computed of. The names are S3's. */
public enum ChecksumType {
  /** The whole content. */
  FULL_OBJECT,
  /** The checksums of the parts. */
  COMPOSITE
}
