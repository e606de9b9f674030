package io.github.s3agrants.emulator.api;

/** The access levels of S3 Access Grants. */
public enum Permission {
  READ,
  WRITE,
  READWRITE;

  /** Whether whoever holds this may do what {@code requested} asks for. */
  public boolean includes(Permission requested) {
    return this == READWRITE || this == requested;
  }
}
