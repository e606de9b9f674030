package io.github.s3agrants.request;

import io.github.s3agrants.access.Parts;
import io.github.s3agrants.advice.RequestOrigin;
import java.util.Optional;
import org.apache.hadoop.fs.s3a.audit.AuditIntegration;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/** Finds out which S3A operation sent a request. */
final class RequestOrigins {
  private RequestOrigins() {}

  /** Returns the origin of a request, from the span that S3A has attached to it. */
  static RequestOrigin of(ExecutionAttributes attributes) {
    return RequestOrigin.of(
        Optional.ofNullable(AuditIntegration.retrieveAttachedSpan(attributes)),
        attributes.getOptionalAttribute(RequestParts.PARTS).orElse(Parts.IMPOSSIBLE));
  }
}
