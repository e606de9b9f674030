package io.github.s3agrants.emulator.http;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request, as it arrived. Nothing is decoded, merged or put in order. The bytes of header values
 * are the characters of ISO-8859-1.
 */
public final class HttpRequest {
  private final String method;
  private final String authority;
  private final String rawPath;
  private final String rawQuery;
  private final String protocol;
  private final Map<String, List<String>> headers;
  private final InputStream body;
  private final String remoteAddress;

  /**
   * Creates a request.
   *
   * @param authority that of a URL in the request line; empty if there is only a path
   * @param rawPath starts with a slash
   * @param rawQuery empty if there is none
   * @param protocol such as {@code HTTP/1.1}
   * @param headers by name, whose case does not matter
   * @param remoteAddress the client's IP address
   */
  public HttpRequest(
      String method,
      String authority,
      String rawPath,
      String rawQuery,
      String protocol,
      Map<String, List<String>> headers,
      InputStream body,
      String remoteAddress) {
    this.method = method;
    this.authority = authority;
    this.rawPath = rawPath;
    this.rawQuery = rawQuery;
    this.protocol = protocol;
    this.body = body;
    this.remoteAddress = remoteAddress;
    this.headers = new TreeMap<>();
    headers.forEach(
        (name, values) ->
            this.headers
                .computeIfAbsent(name.toLowerCase(Locale.ROOT), lower -> new ArrayList<>())
                .addAll(values));
  }

  /** The method, as sent. */
  public String method() {
    return method;
  }

  /** Host and port of the URL in the request line, as a proxy gets it; empty for a path. */
  public String authority() {
    return authority;
  }

  /**
   * The path, still encoded. If the request line has a whole URL, as a proxy gets it, this is the
   * URL's path.
   */
  public String rawPath() {
    return rawPath;
  }

  /** The query, still encoded and without its question mark; empty if there is none. */
  public String rawQuery() {
    return rawQuery;
  }

  /** {@code HTTP/1.1} or {@code HTTP/1.0}. */
  public String protocol() {
    return protocol;
  }

  /** The first value of a header; null if it was not sent. */
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  /** The values of a header, one for each time that it was sent. */
  public List<String> headers(String name) {
    List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
    return values == null ? List.of() : List.copyOf(values);
  }

  /** The names of all headers, in lower case. */
  public List<String> headerNames() {
    return List.copyOf(headers.keySet());
  }

  /**
   * The body, without the coding of chunks; empty if there is none. A client that waits for leave
   * to send it gets that leave with the first read.
   */
  public InputStream body() {
    return body;
  }

  /** The client's IP address. */
  public String remoteAddress() {
    return remoteAddress;
  }

  /** Omits the query and the headers, which may hold credentials. */
  @Override
  public String toString() {
    return method + " " + rawPath;
  }
}
