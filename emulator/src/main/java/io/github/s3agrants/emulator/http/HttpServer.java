package io.github.s3agrants.emulator.http;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 server with a thread for each connection. All its threads are daemons. Nothing limits
 * the number of connections, and none is closed because it is idle: clients keep pools.
 */
public final class HttpServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(HttpServer.class.getName());

  private static final int BACKLOG = 1024;
  private static final int SPARE_SECONDS = 5;
  private static final int GRACE_SECONDS = 3;
  private static final int ABORT_SECONDS = 2;
  private static final int ACCEPT_PAUSE_MILLIS = 50;

  private final ServerSocket socket;
  private final HttpHandler handler;
  private final ThreadPoolExecutor threads;
  private final Thread acceptor;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private HttpServer(ServerSocket socket, String name, HttpHandler handler) {
    this.socket = socket;
    this.handler = handler;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            SPARE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> worker(task, name + "-" + number.incrementAndGet()));
    this.acceptor = daemon(this::accept, name);
  }

  /**
   * Binds the address and starts to serve.
   *
   * @param address port 0 for a free one
   * @param name of its threads
   * @throws IOException if the address cannot be bound
   */
  public static HttpServer start(InetSocketAddress address, String name, HttpHandler handler)
      throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(address, BACKLOG);
    } catch (IOException | RuntimeException e) {
      try (socket) {
        throw e;
      }
    }
    HttpServer server = new HttpServer(socket, name, handler);
    server.acceptor.start();
    return server;
  }

  /** The port that it listens on. */
  public int port() {
    return socket.getLocalPort();
  }

  /**
   * Stops to serve. Idle connections are closed at once. Requests under way get three seconds, and
   * lose their connection then. When this returns, no socket is open and no thread is left, except
   * that of a handler that takes no notice of an interrupt.
   */
  @Override
  public void close() {
    closed = true;
    try (socket) {
      acceptor.interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "port " + port() + " cannot be closed", e);
    }
    try {
      acceptor.join();
      List<Thread> started = List.copyOf(workers);
      connections.forEach(Connection::finish);
      threads.shutdown();
      if (!threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
        connections.forEach(Connection::abort);
        threads.shutdownNow();
      }
      if (threads.awaitTermination(ABORT_SECONDS, TimeUnit.SECONDS)) {
        // A pool has ended a moment before its threads have.
        for (Thread thread : started) {
          thread.join();
        }
      } else {
        LOG.log(Level.WARNING, "a request is still running after its server was closed");
      }
    } catch (InterruptedException e) {
      connections.forEach(Connection::abort);
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        serve(socket.accept());
      } catch (IOException | OutOfMemoryError e) {
        if (!closed) {
          LOG.log(Level.WARNING, "a connection cannot be accepted: " + e);
          pause();
        }
      }
    }
  }

  /** Without it, a process that has no file descriptors left would spin. */
  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(ACCEPT_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket client) throws IOException {
    try {
      start(new Connection(client, handler));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // The latter: there is no memory or no thread left. Connections that end make room.
      client.close();
      throw new IOException("no thread for a connection", e);
    }
  }

  private void start(Connection connection) {
    boolean started = false;
    connections.add(connection);
    try {
      threads.execute(
          () -> {
            try {
              connection.run();
            } finally {
              connections.remove(connection);
            }
          });
      started = true;
    } finally {
      if (!started) {
        connections.remove(connection);
      }
    }
  }

  private Thread worker(Runnable task, String threadName) {
    return daemon(
        () -> {
          workers.add(Thread.currentThread());
          try {
            task.run();
          } finally {
            workers.remove(Thread.currentThread());
          }
        },
        threadName);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
