package io.github.s3agrants.access;

/** What a grant, or the credentials vended for one, allow. The names are those of the service. */
public enum Permission {
  READ,
  WRITE,
  READWRITE;

  /** Whether credentials with this permission may do what {@code needed} asks. */
  public boolean covers(Permission needed) {
    return this == needed || this == READWRITE;
  }
}
