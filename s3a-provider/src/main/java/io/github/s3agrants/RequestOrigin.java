package io.github.s3agrants;

import java.util.Optional;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import org.apache.hadoop.fs.store.audit.AuditSpan;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/** The S3A operation that sent a request, for messages and for CloudTrail. Immutable. */
final class RequestOrigin {
  /** What GetDataAccess takes at most. */
  private static final int MAXIMUM_AUDIT_CONTEXT = 2048;

  private final Optional<AuditSpan> span;

  private RequestOrigin(Optional<AuditSpan> span) {
    this.span = span;
  }

  static RequestOrigin of(ExecutionAttributes attributes) {
    return new RequestOrigin(
        Optional.ofNullable(AuditIntegration.retrieveAttachedSpan(attributes)));
  }

  /** As {@code auditContext} of GetDataAccess; empty outside S3A's spans. */
  Optional<String> auditContext() {
    return span.map(s -> "s3a op=" + s.getOperationName() + " span=" + s.getSpanId())
        .map(text -> text.substring(0, Math.min(text.length(), MAXIMUM_AUDIT_CONTEXT)));
  }

  @Override
  public String toString() {
    return span.map(s -> "(S3A " + s.getOperationName() + ", span " + s.getSpanId() + ")")
        .orElse("(outside an S3A operation)");
  }
}
