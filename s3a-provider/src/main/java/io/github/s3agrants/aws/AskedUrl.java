package io.github.s3agrants.aws;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * The URL that a failed call went to: scheme, host and port, which few of the SDK's failures
 * contain. It is attached to the failure as a suppressed exception.
 */
final class AskedUrl extends Exception {
  private static final long serialVersionUID = 1L;

  private final URI url;

  private AskedUrl(URI url) {
    super("Asked: " + url, null, false, false);
    this.url = url;
  }

  /**
   * Returns the URL of a failure of one of the library's own clients; empty if no request was
   * built.
   */
  static Optional<URI> of(@Nullable Throwable failure) {
    // The SDK wraps some failures in another one after the recorder has seen them.
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (Throwable suppressed : cause.getSuppressed()) {
        if (suppressed instanceof AskedUrl) {
          return Optional.of(((AskedUrl) suppressed).url);
        }
      }
    }
    return Optional.empty();
  }

  /** Attaches the URL to the failures of a client. */
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

    /** Returns the URL without path and query, which contain keys. */
    private static URI url(SdkHttpRequest request) {
      return URI.create(request.protocol() + "://" + request.host() + ":" + request.port());
    }
  }
}
