package io.github.s3agrants.access;

import java.util.Optional;

/** Describes the S3A operation that a request is part of. */
public interface RequestContext {
  /**
   * The audit context that GetDataAccess is called with, for CloudTrail: 1 to 2,048 characters.
   * Empty outside an operation.
   */
  Optional<String> auditContext();

  /** An id of the operation, unique in this JVM. Empty outside an operation. */
  default Optional<String> operationId() {
    return Optional.empty();
  }

  /** True if the operation writes or deletes the path that this request reads. */
  boolean isPartOfWrite();

  /**
   * True if S3A issued this probe itself, or the operation only asks whether the path exists; false
   * if the operation lists, reads or changes this path.
   */
  boolean isInternalProbe(Probe probe);

  /** Whether this request can be answered by requests for parts of it. */
  default Parts parts() {
    return Parts.IMPOSSIBLE;
  }

  /** True if the operation shows what is in a directory to the user, as listStatus does. */
  default boolean isListing() {
    return false;
  }

  /** True if the operation only asks what is at the path that the user named. */
  default boolean isQuestion() {
    return false;
  }

  /** True if the operation deletes the path that the user named. */
  default boolean isDelete() {
    return false;
  }
}
