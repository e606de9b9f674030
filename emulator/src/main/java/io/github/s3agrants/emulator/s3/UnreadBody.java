package io.github.s3agrants.emulator.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** Drains the body of a request that ends with an error. */
final class UnreadBody {
  /**
   * More than a client sends before it reads the response. Beyond it the connection breaks, as on
   * S3.
   */
  private static final long MAX_DRAIN = 64L * 1024 * 1024;

  private UnreadBody() {}

  /**
   * Reads the rest of the body, so that a client that is still sending gets the response and can
   * reuse the connection. Must be called before the response is committed.
   */
  static void drain(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getHeader("Expect") != null) {
      // The client waits for 100 Continue before it sends the body, and reading would send it.
      // Without its body the connection cannot be reused.
      response.setHeader("Connection", "close");
      return;
    }
    InputStream body = request.getInputStream();
    byte[] buffer = new byte[16 * 1024];
    long left = MAX_DRAIN;
    int read = 0;
    while (read >= 0 && left > 0) {
      read = body.read(buffer);
      left -= Math.max(read, 0);
    }
  }
}
