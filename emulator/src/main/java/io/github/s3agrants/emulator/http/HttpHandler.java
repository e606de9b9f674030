package io.github.s3agrants.emulator.http;

import java.io.IOException;

/** Answers requests. It is called by many threads at the same time. */
@FunctionalInterface
public interface HttpHandler {
  /**
   * Answers a request, by one call of {@link HttpReply#send} or {@link HttpReply#drop}.
   *
   * @throws IOException if the client has gone, or sends a broken body
   */
  void handle(HttpRequest request, HttpReply reply) throws IOException;
}
