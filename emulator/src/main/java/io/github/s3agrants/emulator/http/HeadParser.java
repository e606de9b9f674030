package io.github.s3agrants.emulator.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequestFactory;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpRequestParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * HttpCore's parser of request heads, without two of its liberties: it would read {@code
 * //photos/x} as a URI with a host, and take the head of a request for complete whose connection
 * broke before the empty line.
 */
final class HeadParser extends DefaultHttpRequestParser {
  HeadParser(Http1Config limits) {
    super(limits, null, new RawTargets());
  }

  @Override
  public ClassicHttpRequest parse(SessionInputBuffer buffer, InputStream stream)
      throws IOException, HttpException {
    return super.parse(buffer, new UntilHeadEnds(stream, buffer.length() > 0));
  }

  /** Fails if the stream ends after the head has begun. */
  private static final class UntilHeadEnds extends FilterInputStream {
    private boolean begun;

    UntilHeadEnds(InputStream stream, boolean begun) {
      super(stream);
      this.begun = begun;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read < 0 && begun) {
        throw new ConnectionClosedException("The connection ended within a request's head");
      }
      begun = true;
      return read;
    }
  }

  /** Keeps the target of a request line as it is. */
  private static final class RawTargets implements HttpRequestFactory<ClassicHttpRequest> {
    private static final @Nullable HttpHost NO_HOST = null;

    @Override
    public ClassicHttpRequest newHttpRequest(String method, String target) {
      return new BasicClassicHttpRequest(method, NO_HOST, target);
    }

    @Override
    public ClassicHttpRequest newHttpRequest(String method, URI target) {
      return newHttpRequest(method, target.toString());
    }
  }
}
