package io.github.s3agrants.access;

import java.util.Optional;

/** What is known of a request beyond its type: the operation of S3A that it is part of. */
public interface RequestContext {
  /** Passed to GetDataAccess, for CloudTrail: 1 to 2,048 characters; empty outside an operation. */
  Optional<String> auditContext();

  /** Identifies the operation, uniquely in this JVM; empty outside an operation. */
  default Optional<String> operationId() {
    return Optional.empty();
  }

  /** True if the operation writes to, or deletes, what it now reads. */
  boolean isPartOfWrite();

  /**
   * True if S3A issued this probe itself, or the operation only asks whether the path exists; false
   * if the operation lists, reads or changes this path.
   */
  boolean isInternalProbe(Probe probe);
}
