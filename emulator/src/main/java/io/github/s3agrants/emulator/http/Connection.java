package io.github.s3agrants.emulator.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.NotImplementedException;
import org.apache.hc.core5.http.RequestHeaderFieldsTooLargeException;
import org.apache.hc.core5.http.UnsupportedHttpVersionException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** A client's connection: one request after the other, on a thread of its own. */
final class Connection implements Runnable {
  private static final Logger LOG = System.getLogger(Connection.class.getName());

  private static final int INTERNAL_ERROR = 500;

  /** Each connection has three buffers of this size, and a test may have 500 idle connections. */
  private static final int BUFFER = 8 * 1024;

  private static final Http1Config LIMITS =
      Http1Config.custom()
          .setBufferSize(BUFFER)
          .setMaxLineLength(64 * 1024)
          .setMaxHeaderCount(1000)
          .build();

  private static final int LINGER_MILLIS = 1000;

  private final Socket socket;
  private final HttpHandler handler;
  private final DefaultBHttpServerConnection connection =
      new DefaultBHttpServerConnection(
          "http", LIMITS, null, null, null, null, config -> new HeadParser(LIMITS), null);

  // Both under this object's lock.
  private boolean busy;
  private boolean closing;

  Connection(Socket socket, HttpHandler handler) {
    this.socket = socket;
    this.handler = handler;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      connection.bind(socket);
      boolean more = true;
      while (more) {
        more = exchange();
      }
    } catch (IOException e) {
      // The client has gone, or this side closed the socket.
      LOG.log(Level.DEBUG, () -> "a connection ended: " + e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a connection failed", e);
    }
  }

  /** Closes the connection: at once if no request is under way, otherwise after its answer. */
  synchronized void finish() {
    closing = true;
    if (!busy) {
      abort();
    }
  }

  /** Closes the socket, whatever is under way. */
  void abort() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "a socket cannot be closed: " + e);
    }
  }

  private boolean exchange() throws IOException {
    Exchange exchange;
    try {
      ClassicHttpRequest head = connection.receiveRequestHeader();
      if (head == null || !begin()) {
        return false;
      }
      exchange = new Exchange(connection, head, remoteAddress());
    } catch (HttpException e) {
      refuse(e);
      return false;
    }
    try {
      handle(exchange);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> exchange.request() + " ended early: " + e);
      return false;
    }
    if (!exchange.keepAlive()) {
      if (!exchange.dropped()) {
        linger();
      }
      return false;
    }
    return end();
  }

  private String remoteAddress() {
    return socket.getRemoteSocketAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : "";
  }

  private synchronized boolean begin() {
    busy = true;
    return !closing;
  }

  private synchronized boolean end() {
    busy = false;
    return !closing;
  }

  private void handle(Exchange exchange) throws IOException {
    try {
      handler.handle(exchange.request(), exchange);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, exchange.request() + " failed", e);
    }
    if (!exchange.answered()) {
      exchange.send(text(INTERNAL_ERROR, "See the emulator's log"));
    }
  }

  private static HttpResponse text(int status, String message) {
    return HttpResponse.of(status)
        .with("Content-Type", "text/plain; charset=utf-8")
        .body((message + "\n").getBytes(UTF_8));
  }

  /** Answers what is not HTTP, or not such as this server understands. */
  private void refuse(HttpException problem) throws IOException {
    int status = 400;
    if (problem instanceof RequestHeaderFieldsTooLargeException) {
      status = 431;
    } else if (problem instanceof NotImplementedException) {
      status = 501;
    } else if (problem instanceof UnsupportedHttpVersionException) {
      status = 505;
    }
    String message = problem.getMessage() + "\n";
    BasicClassicHttpResponse response = new BasicClassicHttpResponse(status);
    response.addHeader("Content-Type", "text/plain; charset=utf-8");
    response.addHeader("Connection", "close");
    byte[] body = message.getBytes(UTF_8);
    response.addHeader("Content-Length", body.length);
    try {
      response.setEntity(new ByteArrayEntity(body, null));
      connection.sendResponseHeader(response);
      connection.sendResponseEntity(response);
      connection.flush();
      linger();
    } catch (HttpException e) {
      throw new IOException("the refusal cannot be sent", e);
    }
  }

  /**
   * Waits a moment for the client to read the answer and close. If the socket were closed while the
   * client still sends, the client would lose the answer.
   */
  private void linger() throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(LINGER_MILLIS);
    long end = System.nanoTime() + LINGER_MILLIS * 1_000_000L;
    InputStream rest = socket.getInputStream();
    byte[] buffer = new byte[BUFFER];
    int read = 0;
    while (read >= 0 && System.nanoTime() < end) {
      read = rest.read(buffer);
    }
  }
}
