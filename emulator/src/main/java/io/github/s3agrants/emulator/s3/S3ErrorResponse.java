package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.xml.XmlElement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;

/** Says no as S3 says it. */
final class S3ErrorResponse {
  /**
   * How much of an unwanted body is read, so that a client still sending gets to see the answer.
   */
  private static final long MAX_DRAIN = 64L * 1024 * 1024;

  private S3ErrorResponse() {}

  static void send(
      HttpServletRequest request, HttpServletResponse response, AwsException e, String region)
      throws IOException {
    String requestId = UUID.randomUUID().toString();
    response.setStatus(e.error().status());
    response.setHeader("x-amz-request-id", requestId);
    if (e.error().status() == HttpServletResponse.SC_FORBIDDEN) {
      response.setHeader("x-amz-bucket-region", region);
    }
    drain(request, response);
    if (!request.getMethod().equals("HEAD")) {
      byte[] body =
          XmlElement.of(
                  "Error",
                  XmlElement.of("Code", e.error().code()),
                  XmlElement.of("Message", e.describe()),
                  XmlElement.of("RequestId", requestId),
                  XmlElement.of("HostId", "emulator"))
              .toDocument();
      response.setContentType("application/xml");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }

  private static void drain(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getHeader("Expect") != null) {
      // The client waits for a word before it sends; reading would be that word.
      response.setHeader("Connection", "close");
      return;
    }
    InputStream body = request.getInputStream();
    long left = MAX_DRAIN;
    byte[] buffer = new byte[16 * 1024];
    int read = 0;
    while (read >= 0 && left > 0) {
      read = body.read(buffer);
      left -= Math.max(read, 0);
    }
  }
}
