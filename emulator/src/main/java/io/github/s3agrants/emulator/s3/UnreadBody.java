package io.github.s3agrants.emulator.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** What becomes of a request's body that an error leaves unread. */
final class UnreadBody {
  /**
   * More than a client sends before it looks for an answer; beyond it the connection breaks, as on
   * S3.
   */
  private static final long MAX_DRAIN = 64L * 1024 * 1024;

  private UnreadBody() {}

  /**
   * Reads the rest, so that a client still sending gets to see the answer and can use the
   * connection again. To be called before the answer is committed.
   */
  static void settle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getHeader("Expect") != null) {
      // The client waits for a word before it sends, and reading would be that word. Without its
      // body the connection is of no more use.
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
