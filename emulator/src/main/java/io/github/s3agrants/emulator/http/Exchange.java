package io.github.s3agrants.emulator.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.EntityTemplate;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** One request and its answer. Used by the thread of its connection only. */
final class Exchange implements HttpReply {
  /** More than a client sends before it reads the response. */
  private static final long MAX_DRAIN = 64L * 1024 * 1024;

  private static final Pattern LENGTH = Pattern.compile("\\d+");

  private final DefaultBHttpServerConnection connection;
  private final HttpRequest request;
  private final boolean mayKeepAlive;
  private final Body body;
  private boolean answered;
  private boolean dropped;
  private boolean keepAlive;

  /**
   * Takes the head of a request.
   *
   * @throws HttpException if it cannot be understood
   */
  Exchange(DefaultBHttpServerConnection connection, ClassicHttpRequest head, String remoteAddress)
      throws HttpException, IOException {
    this.connection = connection;
    RequestTarget target = RequestTarget.of(head.getPath());
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : head.getHeaders()) {
      headers
          .computeIfAbsent(header.getName(), name -> new ArrayList<>())
          .add(header.getValue() == null ? "" : header.getValue());
    }
    boolean current = head.getVersion().greaterEquals(HttpVersion.HTTP_1_1);
    int hosts = headers.getOrDefault("Host", List.of()).size();
    if (hosts > 1 || (current && hosts == 0)) {
      throw new ProtocolException("The request must have one Host header");
    }
    for (String length : headers.getOrDefault("Content-Length", List.of())) {
      // HttpCore takes a sign, which others may read in another way.
      if (!LENGTH.matcher(length).matches()) {
        throw new ProtocolException("Content-Length must be a number");
      }
    }
    connection.receiveRequestEntity(head);
    HttpEntity entity = head.getEntity();
    this.body =
        new Body(
            entity == null ? InputStream.nullInputStream() : entity.getContent(),
            current && has(headers, "Expect", "100-continue") && entity != null);
    // Nobody agrees on where a request ends that has both.
    boolean ambiguous =
        headers.containsKey("Transfer-Encoding") && headers.containsKey("Content-Length");
    this.mayKeepAlive = current && !ambiguous && !has(headers, "Connection", "close");
    this.request =
        new HttpRequest(
            head.getMethod(),
            target.authority(),
            target.rawPath(),
            target.rawQuery(),
            head.getVersion().format(),
            headers,
            body,
            remoteAddress);
  }

  private static boolean has(Map<String, List<String>> headers, String name, String token) {
    for (String value : headers.getOrDefault(name, List.of())) {
      for (String part : value.split(",", -1)) {
        if (part.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  HttpRequest request() {
    return request;
  }

  /** True if the handler has sent or dropped. */
  boolean answered() {
    return answered;
  }

  boolean dropped() {
    return dropped;
  }

  /** True if the connection can take another request. */
  boolean keepAlive() {
    return keepAlive;
  }

  @Override
  public void drop() {
    once();
    dropped = true;
  }

  @Override
  public long send(HttpResponse response) throws IOException {
    once();
    boolean reusable = body.drain() && mayKeepAlive && !asksToClose(response);
    ClassicHttpResponse head = head(response);
    if (!reusable && !asksToClose(response)) {
      head.addHeader("Connection", "close");
    }
    boolean bodiless = request.method().equals("HEAD") || isBodiless(response.status());
    try {
      connection.sendResponseHeader(head);
      long sent = 0;
      if (!bodiless && response.length() > 0) {
        Counter counter = new Counter(response);
        head.setEntity(new EntityTemplate(response.length(), null, counter::writeTo));
        connection.sendResponseEntity(head);
        sent = counter.written;
        if (sent != response.length()) {
          throw new IOException("the body ended after " + sent + " bytes, which was too early");
        }
      }
      connection.flush();
      keepAlive = reusable;
      return sent;
    } catch (HttpException e) {
      throw new IOException("the response cannot be sent", e);
    }
  }

  private void once() {
    if (answered) {
      throw new IllegalStateException("the request has been answered already");
    }
    answered = true;
  }

  private static boolean asksToClose(HttpResponse response) {
    return response.headers().stream()
        .anyMatch(
            header ->
                header.name().equalsIgnoreCase("Connection")
                    && header.value().equalsIgnoreCase("close"));
  }

  private ClassicHttpResponse head(HttpResponse response) {
    BasicClassicHttpResponse head = new BasicClassicHttpResponse(response.status());
    boolean ownLength = false;
    for (HttpResponse.Header header : response.headers()) {
      boolean length = header.name().equalsIgnoreCase("Content-Length");
      // A HEAD, or a 304, may tell the length of the body that a GET would have.
      if (!length || !response.hasBody()) {
        head.addHeader(header.name(), header.value());
        ownLength |= length;
      }
    }
    if (!ownLength && !isBodiless(response.status())) {
      head.addHeader("Content-Length", Long.toString(response.length()));
    }
    return head;
  }

  private static boolean isBodiless(int status) {
    return status == 204 || status == 304;
  }

  /** A sink of no more bytes than were announced, which counts them. */
  private static final class Counter {
    private final HttpResponse response;
    private long written;

    Counter(HttpResponse response) {
      this.response = response;
    }

    void writeTo(OutputStream out) throws IOException {
      response.writeBody(
          new OutputStream() {
            @Override
            public void write(int b) throws IOException {
              count(1);
              out.write(b);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
              count(length);
              out.write(bytes, offset, length);
            }

            @Override
            public void flush() throws IOException {
              out.flush();
            }
          });
    }

    private void count(int bytes) throws IOException {
      if (written + bytes > response.length()) {
        throw new IOException("the body is longer than the announced " + response.length());
      }
      written += bytes;
    }
  }

  /** The request's body. Its first read sends the client the leave that it waits for. */
  private final class Body extends InputStream {
    private final InputStream content;
    private boolean clientWaits;
    private boolean ended;

    Body(InputStream content, boolean clientWaits) {
      this.content = content;
      this.clientWaits = clientWaits;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (ended || length == 0) {
        return ended ? -1 : 0;
      }
      proceed();
      int read = content.read(bytes, offset, length);
      ended = read < 0;
      return read;
    }

    private void proceed() throws IOException {
      if (clientWaits && !answered) {
        clientWaits = false;
        try {
          connection.sendResponseHeader(new BasicClassicHttpResponse(100));
          connection.flush();
        } catch (HttpException e) {
          throw new IOException("100 Continue cannot be sent", e);
        }
      }
    }

    /** Reads the rest. False if there is more than that, or it is broken. */
    boolean drain() {
      if (clientWaits) {
        return false;
      }
      byte[] buffer = new byte[16 * 1024];
      long left = MAX_DRAIN;
      try {
        while (!ended && left > 0) {
          left -= Math.max(read(buffer, 0, buffer.length), 0);
        }
        return ended;
      } catch (IOException e) {
        // The client still gets its response, if it is there to read it.
        return false;
      }
    }
  }
}
