package io.github.s3agrants.emulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a running emulator of this machine whether it answers. */
final class Health {
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private Health() {}

  /** True if an emulator answers on this control port of the loopback address. */
  static boolean check(int controlPort) {
    URI url =
        URI.create(
            "http://"
                + InetAddress.getLoopbackAddress().getHostAddress()
                + ":"
                + controlPort
                + "/emulator/health");
    try {
      return HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(url).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      System.err.println(Main.NAME + ": " + url + ": " + e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
