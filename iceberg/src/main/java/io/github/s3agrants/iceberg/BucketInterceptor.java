package io.github.s3agrants.iceberg;

import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.iceberg.Buckets.Bucket;
import io.github.s3agrants.request.FileSystemRequests;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Passes each request to the interceptor of its bucket, as a request of the bucket's caller.
 * Refuses a request that names no bucket. Thread-safe.
 */
final class BucketInterceptor implements ExecutionInterceptor {
  private static final ExecutionAttribute<AccessGrantsInterceptor> CHOSEN =
      new ExecutionAttribute<>("io.github.s3agrants.iceberg.Bucket");

  private final Buckets buckets;

  BucketInterceptor(Buckets buckets) {
    this.buckets = buckets;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    Bucket bucket =
        buckets.get(
            Buckets.nameIn(context.request())
                .orElseThrow(
                    () -> FileSystemRequests.refused("the request names no bucket", attributes)));
    FileSystemRequests.signAs(bucket.provider, attributes);
    attributes.putAttribute(CHOSEN, bucket.interceptor);
    bucket.interceptor.beforeExecution(context, attributes);
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    AccessGrantsInterceptor chosen = chosen(attributes);
    if (chosen == null) {
      throw FileSystemRequests.refused("nobody has decided on the request", attributes);
    }
    chosen.beforeTransmission(context, attributes);
  }

  private static @Nullable AccessGrantsInterceptor chosen(ExecutionAttributes attributes) {
    return attributes.getAttribute(CHOSEN);
  }

  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    AccessGrantsInterceptor chosen = chosen(attributes);
    return chosen == null ? context.httpResponse() : chosen.modifyHttpResponse(context, attributes);
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    AccessGrantsInterceptor chosen = chosen(attributes);
    return chosen == null
        ? context.responseBody()
        : chosen.modifyHttpResponseContent(context, attributes);
  }

  @Override
  public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    AccessGrantsInterceptor chosen = chosen(attributes);
    return chosen == null
        ? context.responsePublisher()
        : chosen.modifyAsyncHttpResponseContent(context, attributes);
  }

  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    AccessGrantsInterceptor chosen = chosen(attributes);
    return chosen == null ? context.exception() : chosen.modifyException(context, attributes);
  }
}
