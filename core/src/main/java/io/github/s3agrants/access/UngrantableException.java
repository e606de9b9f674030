package io.github.s3agrants.access;

import static java.util.Objects.requireNonNull;

/** Thrown for a request that no grant can cover, or that this library does not know. */
public final class UngrantableException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The reason why no grant can cover the request. */
  public enum Reason {
    /** The request names an access point; grants are made on buckets. */
    ACCESS_POINT,
    /** Access Grants does not cover directory buckets (S3 Express One Zone). */
    DIRECTORY_BUCKET,
    /** The request copies from one bucket to another; a grant covers one bucket. */
    ACROSS_BUCKETS,
    /** The request is an operation of the SDK that the library does not know. */
    UNKNOWN_OPERATION,
    /** The request lacks a bucket or a key, or has one that cannot be parsed. */
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
