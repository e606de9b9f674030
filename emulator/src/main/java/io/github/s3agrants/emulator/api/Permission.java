package io.github.s3agrants.emulator.api;

/** The access levels of S3 Access Grants. */
public enum Permission {
  READ,
  WRITE,
  READWRITE;

  /** True if this level of access includes {@code requested}. */
  public boolean includes(Permission requested) {
    return this == READWRITE || this == requested;
  }
}
