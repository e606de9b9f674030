package io.github.s3agrants.aws;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Where a call went that failed: scheme, host and port, which the SDK says of few failures. Goes
 * with the failure, among what it has suppressed.
 */
final class AskedUrl extends Exception {
  private static final long serialVersionUID = 1L;

  private final URI url;

  private AskedUrl(URI url) {
    super("Asked: " + url, null, false, false);
    this.url = url;
  }

  /** Of a failure of one of the library's own clients; empty if it had not got so far. */
  static Optional<URI> of(@Nullable Throwable failure) {
    // The SDK puts another around some, after the recorder has seen them.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (Throwable suppressed : cause.getSuppressed()) {
        if (suppressed instanceof AskedUrl) {
          return Optional.of(((AskedUrl) suppressed).url);
        }
      }
    }
    return Optional.empty();
  }

  /** Puts it there. */
  static final class Recorder implements ExecutionInterceptor {
    @Override
    public Throwable modifyException(
        Context.FailedExecution context, ExecutionAttributes attributes) {
      Throwable failure = context.exception();
      context
          .httpRequest()
          .map(Recorder::url)
          .ifPresent(url -> failure.addSuppressed(new AskedUrl(url)));
      return failure;
    }

    /** Neither path nor query: these hold keys. */
    private static URI url(SdkHttpRequest request) {
      return URI.create(request.protocol() + "://" + request.host() + ":" + request.port());
    }
  }
}
