package io.github.s3agrants.access;

import static java.util.Objects.requireNonNull;

/** A request that no grant of any kind can cover, or that this library does not know. */
public final class UngrantableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why no grant can cover it. */
  public enum Reason {
    /** Grants are made on buckets; what stands in the bucket's place is an access point. */
    ACCESS_POINT,
    /** Access Grants does not cover directory buckets (S3 Express One Zone). */
    DIRECTORY_BUCKET,
    /** A copy from one bucket to another; a grant covers one. */
    ACROSS_BUCKETS,
    /** The SDK has an operation that the library does not know. */
    UNKNOWN_OPERATION,
    /** The request lacks a bucket or a key, or has one that cannot be read. */
    BAD_REQUEST
  }

  private final Reason reason;

  public UngrantableException(Reason reason, String message) {
    super(message);
    this.reason = requireNonNull(reason, "reason");
  }

  public Reason reason() {
    return reason;
  }
}
