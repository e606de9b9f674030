package io.github.s3agrants.hadoop33;

import com.amazonaws.AmazonWebServiceRequest;
import com.amazonaws.HandlerContextAware;
import com.amazonaws.handlers.HandlerContextKey;
import io.github.s3agrants.access.Parts;
import io.github.s3agrants.advice.RequestOrigin;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.audit.AWSAuditEventCallbacks;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import org.apache.hadoop.fs.store.audit.AuditSpan;

/** Finds out which S3A operation sent a request. */
final class V1Requests {
  /** Whether the client can answer a request by requests for parts of it. */
  static final HandlerContextKey<Parts> PARTS =
      new HandlerContextKey<>("io.github.s3agrants.Parts");

  private V1Requests() {}

  /** Returns the span that S3A has attached to a request, if any. */
  private static Optional<AuditSpan> spanOf(Object request) {
    return Optional.of(request)
        .filter(HandlerContextAware.class::isInstance)
        .map(HandlerContextAware.class::cast)
        .map(AuditIntegration::retrieveAttachedSpan)
        .filter(AuditSpan.class::isInstance)
        .map(AuditSpan.class::cast);
  }

  /** Returns the origin of a request, from the span that S3A has attached to it. */
  static RequestOrigin originOf(Object request) {
    Parts parts =
        request instanceof HandlerContextAware
            ? ((HandlerContextAware) request).getHandlerContext(PARTS)
            : null;
    return RequestOrigin.of(spanOf(request), parts == null ? Parts.IMPOSSIBLE : parts);
  }

  /** Copies what S3A has attached to a request. */
  static void copyContext(AmazonWebServiceRequest from, AmazonWebServiceRequest to) {
    AWSAuditEventCallbacks span = AuditIntegration.retrieveAttachedSpan(from);
    if (span != null) {
      AuditIntegration.attachSpanToRequest(to, span);
    }
    to.setGeneralProgressListener(from.getGeneralProgressListener());
  }
}
