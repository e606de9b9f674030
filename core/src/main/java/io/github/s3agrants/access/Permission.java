package io.github.s3agrants.access;

/** What a grant, and the credentials vended for it, permit. The names are the service's own. */
public enum Permission {
  READ,
  WRITE,
  READWRITE;

  /** Whether credentials with this permission may sign a request that needs {@code needed}. */
  public boolean covers(Permission needed) {
    return this == needed || this == READWRITE;
  }
}
