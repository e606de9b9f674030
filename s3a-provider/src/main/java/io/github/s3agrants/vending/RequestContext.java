package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import java.util.Optional;

/** What is known of a request beyond its type. */
public interface RequestContext {
  /** Where it comes from, told to the service if it has to be asked: 1 to 2,048 characters. */
  Optional<String> auditContext();

  /** Which operation it is part of, in a form that no two operations share; empty if of none. */
  default Optional<String> operationId() {
    return Optional.empty();
  }

  /** Whether it belongs to an operation that writes, or deletes, what it now reads. */
  boolean isPartOfWrite();

  /**
   * Whether such a question about a path is, in this operation, S3A's own or only asks whether
   * there is something; false where the operation is to list, read or change that very path.
   */
  boolean isInternalProbe(Access.Probe probe);
}
