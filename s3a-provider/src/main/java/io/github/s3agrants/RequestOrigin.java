package io.github.s3agrants;

import io.github.s3agrants.vending.RequestContext;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.fs.store.audit.AuditSpan;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/** The S3A operation that sent a request, for messages and for CloudTrail. Immutable. */
final class RequestOrigin implements RequestContext {
  /** What GetDataAccess takes at most. */
  private static final int MAXIMUM_AUDIT_CONTEXT = 2048;

  /** The operations of S3A that look at a place before they write, or delete, there. */
  private static final Set<String> WRITING =
      Set.of(
          StoreStatisticNames.OP_CREATE,
          StoreStatisticNames.OP_CREATE_FILE,
          StoreStatisticNames.OP_CREATE_NON_RECURSIVE,
          StoreStatisticNames.OP_COPY_FROM_LOCAL_FILE,
          StoreStatisticNames.OP_DELETE,
          StoreStatisticNames.OP_MKDIRS,
          StoreStatisticNames.OP_RENAME);

  private final Optional<AuditSpan> span;

  private RequestOrigin(Optional<AuditSpan> span) {
    this.span = span;
  }

  static RequestOrigin of(ExecutionAttributes attributes) {
    return new RequestOrigin(
        Optional.ofNullable(AuditIntegration.retrieveAttachedSpan(attributes)));
  }

  /** As {@code auditContext} of GetDataAccess; empty outside S3A's spans. */
  @Override
  public Optional<String> auditContext() {
    return span.map(s -> "s3a op=" + s.getOperationName() + " span=" + s.getSpanId())
        .map(text -> text.substring(0, Math.min(text.length(), MAXIMUM_AUDIT_CONTEXT)));
  }

  @Override
  public boolean isPartOfWrite() {
    return span.map(s -> WRITING.contains(s.getOperationName())).orElse(false);
  }

  @Override
  public String toString() {
    return span.map(s -> "(S3A " + s.getOperationName() + ", span " + s.getSpanId() + ")")
        .orElse("(outside an S3A operation)");
  }
}
