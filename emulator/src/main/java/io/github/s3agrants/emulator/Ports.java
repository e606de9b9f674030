package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.http.HttpHandler;
import io.github.s3agrants.emulator.http.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** Both ports, each of which serves all services. */
record Ports(HttpServer s3, HttpServer control) implements AutoCloseable {
  /**
   * Binds both and starts to serve.
   *
   * @throws IOException naming the setting, if a port cannot be bound
   */
  static Ports start(EmulatorSettings settings, HttpHandler s3, HttpHandler control)
      throws IOException {
    HttpServer first =
        start("s3Port", settings, settings.s3Port(), ServicePort.ofS3(s3, control), "emulator-s3");
    try {
      return new Ports(
          first,
          start(
              "controlPort",
              settings,
              settings.controlPort(),
              ServicePort.ofControl(s3, control),
              "emulator-control"));
    } catch (IOException | RuntimeException e) {
      try (first) {
        throw e;
      }
    }
  }

  private static HttpServer start(
      String setting, EmulatorSettings settings, int port, HttpHandler handler, String threads)
      throws IOException {
    try {
      return HttpServer.start(new InetSocketAddress(settings.bind(), port), threads, handler);
    } catch (IOException e) {
      // No free port is taken: then it is the address.
      throw new IOException(
          (port == 0 ? "bind" : setting)
              + ": cannot listen on port "
              + port
              + " of "
              + settings.bind().getHostAddress()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    try (s3) {
      control.close();
    }
  }
}
