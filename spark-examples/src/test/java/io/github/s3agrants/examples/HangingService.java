package io.github.s3agrants.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A proxy that forwards to another server until {@link #hang}, and then answers nothing. */
final class HangingService implements AutoCloseable {

  private final URI service;
  private final ServerSocket server;
  private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile boolean hanging;

  HangingService(URI service) throws IOException {
    this.service = service;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  void hang() {
    hanging = true;
  }

  /** Waits for the first request that gets no answer. */
  void awaitRequest() throws InterruptedException {
    left.await();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        sockets.add(client);
        Socket there = new Socket(service.getHost(), service.getPort());
        sockets.add(there);
        daemon(() -> pump(client, there, true));
        daemon(() -> pump(there, client, false));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void pump(Socket from, Socket to, boolean requests) {
    byte[] bytes = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
        if (requests && hanging) {
          left.countDown();
          return;
        }
        out.write(bytes, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // One side has closed the connection.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "hanging-service");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
