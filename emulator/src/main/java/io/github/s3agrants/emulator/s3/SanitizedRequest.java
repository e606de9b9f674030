package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.identity.UrlText;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request that S3Proxy sees.
 *
 * <ul>
 *   <li>Its parameters are those that were authorized, never any from a form in the body.
 *   <li>If the body has been read, it is replayed.
 *   <li>The entity tag of a copy's condition is quoted. S3 takes it without quotation marks too, as
 *       S3A of Hadoop 3.3 sends it.
 *   <li>The canned ACL is hidden, because S3Proxy rejects most of them.
 *   <li>Customers' keys are hidden, because S3Proxy could log them. Its check of the signature
 *       reads the headers in another way and still sees them.
 * </ul>
 */
final class SanitizedRequest extends HttpServletRequestWrapper {
  private static final Set<String> CONDITIONS =
      Set.of("x-amz-copy-source-if-match", "x-amz-copy-source-if-none-match");

  private final Map<String, String> parameters;
  private final byte @Nullable [] body;

  SanitizedRequest(
      HttpServletRequest request, Map<String, String> parameters, byte @Nullable [] body) {
    super(request);
    this.parameters = parameters;
    this.body = body;
  }

  /** The path in the form that clients sign, which is the form that S3Proxy expects. */
  @Override
  public String getRequestURI() {
    return UrlText.normalizePath(super.getRequestURI());
  }

  @Override
  public @Nullable String getHeader(String name) {
    if (name.equalsIgnoreCase("x-amz-acl") || Encryption.isSecret(name)) {
      return null;
    }
    String value = super.getHeader(name);
    return value != null && CONDITIONS.contains(name.toLowerCase(Locale.ROOT))
        ? quoted(value)
        : value;
  }

  private static String quoted(String tag) {
    return tag.startsWith("\"") || tag.equals("*") ? tag : '"' + tag + '"';
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(
        Collections.list(super.getHeaderNames()).stream()
            .filter(name -> !Encryption.isSecret(name))
            .toList());
  }

  @Override
  public @Nullable String getParameter(String name) {
    return parameters.get(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(parameters.keySet());
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    String value = parameters.get(name);
    return value == null ? null : new String[] {value};
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> values = new LinkedHashMap<>();
    parameters.forEach((name, value) -> values.put(name, new String[] {value}));
    return Collections.unmodifiableMap(values);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    return body == null ? super.getInputStream() : new Replay(body);
  }

  /** Replays a body from memory. */
  private static final class Replay extends ServletInputStream {
    private final ByteArrayInputStream bytes;

    private Replay(byte[] body) {
      bytes = new ByteArrayInputStream(body);
    }

    @Override
    public int read() {
      return bytes.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return bytes.read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
      return bytes.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("S3Proxy reads blocking");
    }
  }
}
