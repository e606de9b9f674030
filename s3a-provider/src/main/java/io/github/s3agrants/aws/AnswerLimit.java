package io.github.s3agrants.aws;

import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * Limits the size of an answer, because the SDK reads all of an answer, and most of it into memory.
 * Used only in the library's own clients.
 *
 * <p>The largest answer to expect is a page of ListCallerAccessGrants, 6.7 MB in all: 1,000 grants,
 * each with a scope ({@code s3://}, a bucket of 63 bytes and a key of 1,024, which in XML may be
 * five times as long: 5.2 kB), the ARN of an application (1.2 kB) and tags (0.3 kB).
 */
final class AnswerLimit implements ExecutionInterceptor {
  static final int MAXIMUM_BYTES = 8 * 1024 * 1024;

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.responseBody().map(body -> new LimitedStream(body, MAXIMUM_BYTES));
  }
}
