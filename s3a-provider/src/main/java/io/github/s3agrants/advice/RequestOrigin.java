package io.github.s3agrants.advice;

import io.github.s3agrants.access.Parts;
import io.github.s3agrants.access.Probe;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.vending.probe.InternalProbes;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.fs.store.audit.AuditSpan;

/**
 * The S3A operation that sent a request, for messages, for CloudTrail and for decisions that depend
 * on it. Immutable.
 */
public final class RequestOrigin implements RequestContext {
  /** The longest auditContext that GetDataAccess accepts, in characters. */
  private static final int MAXIMUM_AUDIT_CONTEXT = 2048;

  /** Operations of S3A that look at a path before they write or delete there. */
  private static final Set<String> WRITING =
      Set.of(
          StoreStatisticNames.OP_CREATE,
          StoreStatisticNames.OP_CREATE_FILE,
          StoreStatisticNames.OP_CREATE_NON_RECURSIVE,
          StoreStatisticNames.OP_COPY_FROM_LOCAL_FILE,
          StoreStatisticNames.OP_DELETE,
          StoreStatisticNames.OP_MKDIRS,
          StoreStatisticNames.OP_RENAME);

  /** Operations of S3A whose path is a file, or becomes one. */
  private static final Set<String> OF_FILES =
      Set.of(
          StoreStatisticNames.OP_CREATE,
          StoreStatisticNames.OP_CREATE_FILE,
          StoreStatisticNames.OP_CREATE_NON_RECURSIVE,
          StoreStatisticNames.OP_COPY_FROM_LOCAL_FILE,
          StoreStatisticNames.OP_OPEN,
          StoreStatisticNames.OP_OPENFILE,
          StoreStatisticNames.OP_GET_FILE_CHECKSUM);

  /** Operations of S3A that show the user what is in a directory. */
  private static final Set<String> LISTING =
      Set.of(
          StoreStatisticNames.OP_LIST_STATUS,
          StoreStatisticNames.OP_LIST_LOCATED_STATUS,
          StoreStatisticNames.OP_LIST_FILES,
          StoreStatisticNames.OP_GLOB_STATUS);

  /** Operations of S3A that only ask what is at their path. */
  private static final Set<String> QUESTIONS =
      Set.of(
          StoreStatisticNames.OP_EXISTS,
          StoreStatisticNames.OP_GET_FILE_STATUS,
          StoreStatisticNames.OP_IS_DIRECTORY,
          StoreStatisticNames.OP_IS_FILE);

  private final Optional<AuditSpan> span;
  private final Parts parts;

  private RequestOrigin(Optional<AuditSpan> span, Parts parts) {
    this.span = span;
    this.parts = parts;
  }

  /**
   * Returns the origin of a request.
   *
   * @param span the span that S3A has attached to it, if any
   * @param parts whether its client can answer it by requests for parts of it
   */
  public static RequestOrigin of(Optional<? extends AuditSpan> span, Parts parts) {
    return new RequestOrigin(span.map(AuditSpan.class::cast), parts);
  }

  /** The {@code auditContext} for GetDataAccess; empty outside an S3A operation. */
  @Override
  public Optional<String> auditContext() {
    return span.map(s -> "s3a op=" + s.getOperationName() + " span=" + s.getSpanId())
        .map(text -> text.substring(0, Math.min(text.length(), MAXIMUM_AUDIT_CONTEXT)));
  }

  @Override
  public Optional<String> operationId() {
    return span.map(AuditSpan::getSpanId);
  }

  @Override
  public boolean isPartOfWrite() {
    return isOneOf(WRITING);
  }

  /** Whether an S3A operation sent the request. */
  public boolean isOfS3a() {
    return span.isPresent();
  }

  /** Whether the operation's path is a file, so that its probes are about a file too. */
  boolean isOfFile() {
    return isOneOf(OF_FILES);
  }

  @Override
  public Parts parts() {
    return parts;
  }

  @Override
  public boolean isListing() {
    return isOneOf(LISTING);
  }

  @Override
  public boolean isQuestion() {
    return isOneOf(QUESTIONS);
  }

  @Override
  public boolean isDelete() {
    return isOneOf(Set.of(StoreStatisticNames.OP_DELETE));
  }

  private boolean isOneOf(Set<String> operations) {
    return span.map(s -> operations.contains(s.getOperationName())).orElse(false);
  }

  @Override
  public boolean isInternalProbe(Probe probe) {
    return span.map(s -> InternalProbes.isInternal(s.getOperationName(), probe)).orElse(false);
  }

  @Override
  public String toString() {
    return span.map(s -> "(S3A " + s.getOperationName() + ", span " + s.getSpanId() + ")")
        .orElse("(outside an S3A operation)");
  }
}
