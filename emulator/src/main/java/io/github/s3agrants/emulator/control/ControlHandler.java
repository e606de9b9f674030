package io.github.s3agrants.emulator.control;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server of the control port, on loopback. */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);

  /**
   * Without this property, the JDK's server waits 40 ms before it sends the body of a response. The
   * JDK reads it once, when it creates its first server.
   */
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private static final int MAX_THREADS = 256;
  private static final long CLOSE_SECONDS = 5;

  private final HttpServer server;
  private final ExecutorService executor;
  private final ControlPlane plane;
  private final AdminEndpoints pages;

  private ControlServer(
      HttpServer server, ExecutorService executor, ControlPlane plane, AdminEndpoints pages) {
    this.server = server;
    this.executor = executor;
    this.plane = plane;
    this.pages = pages;
  }

  /**
   * Binds the port and starts to serve.
   *
   * @param port 0 for a free one
   * @throws IOException if the port cannot be bound
   */
  public static ControlServer start(int port, ControlPlane plane, AdminEndpoints pages)
      throws IOException {
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true");
    }
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "emulator-control-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());
    ControlServer control = new ControlServer(http, threads, plane, pages);
    http.setExecutor(threads);
    http.createContext("/", control::handle);
    http.start();
    return control;
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops at once and aborts calls under way. */
  @Override
  public void close() {
    plane.close();
    server.stop(0);
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a call is still running {} s after the control port was closed", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String requestId = UUID.randomUUID().toString();
      ControlResponse reply = reply(exchange, requestId);
      if (reply.isDropped()) {
        // Closing an exchange without a response closes its connection.
        return;
      }
      exchange.getResponseHeaders().set("x-amz-request-id", requestId);
      if (reply.contentType() != null) {
        exchange.getResponseHeaders().set("Content-Type", reply.contentType());
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        if (reply.contentType().startsWith("text/html")) {
          exchange.getResponseHeaders().set("Content-Security-Policy", StatusPage.POLICY);
          exchange.getResponseHeaders().set("Cache-Control", "no-store");
        }
      }
      int length = reply.body().length;
      exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
      if (length > 0) {
        exchange.getResponseBody().write(reply.body());
      }
    }
  }

  private ControlResponse reply(HttpExchange exchange, String requestId) throws IOException {
    Protocol protocol = Route.protocol(exchange.getRequestURI().getRawPath());
    try {
      ControlRequest call = ControlRequest.read(exchange);
      return pages.handles(call) ? pages.answer(call) : plane.answer(call, requestId);
    } catch (AwsException e) {
      return ControlPlane.refusal(
          protocol, e.error().status(), e.error().code(), e.describe(), requestId);
    } catch (RuntimeException e) {
      LOG.error(
          "{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(), e);
      AwsError error = AwsError.INTERNAL_ERROR;
      return ControlPlane.refusal(
          protocol, error.status(), error.code(), "See the emulator's log", requestId);
    }
  }
}
