package io.github.s3agrants.access;

/** The two requests with which S3A finds out what there is at {@code k}. */
public enum Probe {
  /** Neither of them. */
  NONE,
  /** HEAD of {@code k}: is there an object of that name? */
  HEAD,
  /** LIST of {@code k/}, of two keys at most: is there a directory of that name? */
  LIST
}
