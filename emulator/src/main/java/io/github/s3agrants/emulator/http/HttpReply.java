package io.github.s3agrants.emulator.http;

import java.io.IOException;

/** The way back to the client of one request. The first call counts; a second one is an error. */
public interface HttpReply {
  /**
   * Sends the whole response. What the handler has not read of the request's body is read first, so
   * that a client that is still sending gets the response. If that is too much, the connection is
   * closed after the response.
   *
   * @return the number of bytes of the body that were sent: 0 for HEAD
   * @throws IOException if the client has gone, or the body cannot be written
   */
  long send(HttpResponse response) throws IOException;

  /** Closes the connection without an answer. */
  void drop();
}
