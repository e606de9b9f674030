package io.github.s3agrants;

import io.github.s3agrants.request.FileSystemRequests;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.ActiveLine;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.vending.VendingEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Signs each S3 request with credentials that S3 Access Grants vends for its path and permission,
 * and verifies the signed request before it is sent.
 *
 * <p>Name this class in {@code fs.s3a.audit.execution.interceptors}. S3A creates one instance for
 * each file system and configures it before the first request. Thread-safe. It blocks only the
 * calling thread of a synchronous client, and only for that thread's own request; it never blocks
 * an event loop.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsInterceptor implements ExecutionInterceptor, Configurable {
  private volatile @Nullable Configuration conf;
  private volatile @Nullable FileSystemRequests requests;

  /** Creates an interceptor without configuration. S3A looks for this constructor. */
  public AccessGrantsInterceptor() {}

  /**
   * Reads the options of the file system. S3A calls this after it has created the credentials
   * provider.
   *
   * @throws UncheckedIOException if the value of an option is not allowed
   * @throws IllegalStateException if the file system does not use {@link
   *     AccessGrantsCredentialsProvider}
   */
  @Override
  public void setConf(Configuration conf) {
    this.conf = conf;
    try {
      AccessGrantsConfig config = AccessGrantsConfig.read(conf);
      VendingEngine engine =
          AccessGrantsRuntime.engine()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "No AccessGrantsCredentialsProvider was made for this file system."));
      // Runs in the background while S3A sets up the rest of the file system.
      var unused = engine.prepare(config.service());
      this.requests =
          new FileSystemRequests(
              engine.vendor(config.service(), config.policy(), new ActiveLine(config.fallback())),
              config.service().s3Endpoint());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public @Nullable Configuration getConf() {
    return conf;
  }

  /**
   * Replaces the identity that signs the request. The request of a synchronous client waits here
   * until the identity is known. The request of an asynchronous client gets a future of it.
   */
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    configured(attributes).decide(context.request(), attributes);
  }

  /** Stops a request that was signed by, or is addressed to, anything else than was decided. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    configured(attributes).check(context.httpRequest(), attributes);
  }

  private FileSystemRequests configured(ExecutionAttributes attributes) {
    FileSystemRequests present = requests;
    if (present == null) {
      throw FileSystemRequests.unconfigured(attributes);
    }
    return present;
  }

  /**
   * If S3 no longer accepts the vended credentials of the request, makes the SDK retry it with
   * others.
   */
  @Override
  public SdkHttpResponse modifyHttpResponse(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    FileSystemRequests present = requests;
    return present == null ? context.httpResponse() : present.response(context, attributes);
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return FileSystemRequests.content(context, attributes);
  }

  @Override
  public Optional<Publisher<ByteBuffer>> modifyAsyncHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    FileSystemRequests present = requests;
    return present == null
        ? context.responsePublisher()
        : present.asyncContent(context, attributes);
  }

  /**
   * Replaces some failures of S3 with more precise ones: for example, "not found" for a missing
   * object that S3 answered with 403.
   */
  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    FileSystemRequests present = requests;
    return present == null ? context.exception() : present.explain(context, attributes);
  }
}
