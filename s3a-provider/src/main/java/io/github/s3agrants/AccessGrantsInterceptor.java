package io.github.s3agrants;

import io.github.s3agrants.request.FileSystemRequests;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
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
 * Puts each S3 request under S3 Access Grants: has it signed with credentials vended for its path
 * and permission, and checks on the signed request that it was.
 *
 * <p>Named in {@code fs.s3a.audit.execution.interceptors}. S3A makes one for each file system and
 * configures it before the first request. Thread-safe. Where it waits, it is on the thread of a
 * synchronous client's caller, for what that caller asked for; never on an event loop.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsInterceptor implements ExecutionInterceptor, Configurable {
  private volatile @Nullable Configuration conf;
  private volatile @Nullable FileSystemRequests requests;

  /** The form that S3A looks for. */
  public AccessGrantsInterceptor() {}

  /**
   * Called by S3A, after it has made the credentials provider.
   *
   * @throws UncheckedIOException if an option has a value that is not allowed
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
      // S3A has more to set up, and goes on meanwhile.
      var unused = engine.prepare(config.service());
      this.requests =
          new FileSystemRequests(
              engine.vendor(
                  config.service(),
                  new VendingPolicy(
                      config.fallback(), config.deniedTtl(), config.directoryProbes())),
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
   * Puts the identity that shall sign in place of the one that would. The request of a synchronous
   * client waits for it here; that of an asynchronous one gets one that may be on its way.
   */
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    configured(attributes).decide(context.request(), attributes);
  }

  /** Stops a request that is signed by anybody, or sent anywhere, but as it was decided. */
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

  /** Has a request whose vended credentials S3 no longer takes tried again with others. */
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

  /** Tells a missing object from one that is refused. */
  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    FileSystemRequests present = requests;
    return present == null ? context.exception() : present.explain(context, attributes);
  }
}
