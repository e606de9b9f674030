package io.github.s3agrants.access;

/** The requests with which S3A checks what exists at a path {@code k}. */
public enum Probe {
  /** Not a probe. */
  NONE,
  /** HEAD of {@code k}: does an object with this name exist? */
  HEAD,
  /** LIST of {@code k/} with at most two keys: does a directory with this name exist? */
  LIST
}
