package io.github.s3agrants.emulator.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A response. Immutable.
 *
 * <p>The server adds {@code Content-Length}, and {@code Connection} where it must. It adds neither
 * {@code Date} nor {@code Server}.
 */
public final class HttpResponse {
  /** A header. */
  public record Header(String name, String value) {}

  /** Writes a body. */
  @FunctionalInterface
  public interface Writer {
    /** Writes as many bytes as were announced. */
    void writeTo(OutputStream out) throws IOException;
  }

  private final int status;
  private final List<Header> headers;
  private final long length;
  private final @Nullable Writer body;

  private HttpResponse(int status, List<Header> headers, long length, @Nullable Writer body) {
    this.status = status;
    this.headers = headers;
    this.length = length;
    this.body = body;
  }

  /** A response without headers or body. */
  public static HttpResponse of(int status) {
    return new HttpResponse(status, List.of(), 0, null);
  }

  /** This response with one header more. Characters beyond ISO-8859-1 cannot be sent. */
  public HttpResponse with(String name, String value) {
    List<Header> more = new ArrayList<>(headers.size() + 1);
    more.addAll(headers);
    more.add(new Header(name, value));
    return new HttpResponse(status, List.copyOf(more), length, body);
  }

  /** This response with a body, which the caller may not change any more. */
  public HttpResponse body(byte[] bytes) {
    return body(bytes.length, out -> out.write(bytes));
  }

  /**
   * This response with a body.
   *
   * @param bytes how many bytes the writer writes
   * @param writer called at most once, while the response is sent
   */
  public HttpResponse body(long bytes, Writer writer) {
    return new HttpResponse(status, headers, bytes, writer);
  }

  /** The status. */
  public int status() {
    return status;
  }

  /** The headers, in the order in which they were added. */
  public List<Header> headers() {
    return headers;
  }

  /** True if there is a body, which may be empty. */
  public boolean hasBody() {
    return body != null;
  }

  /** The length of the body; 0 if there is none. */
  public long length() {
    return length;
  }

  /** Writes the body, if there is one. */
  void writeBody(OutputStream out) throws IOException {
    if (body != null) {
      body.writeTo(out);
    }
  }

  @Override
  public String toString() {
    return "HttpResponse[" + status + ", " + length + " bytes]";
  }
}
