package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.xml.XmlElement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/** Writes responses in S3's format. */
final class S3Responses {
  private S3Responses() {}

  /** Sends 200 with a document, or without a body if it is empty. */
  static void send(HttpServletResponse response, byte[] document) throws IOException {
    response.setStatus(HttpServletResponse.SC_OK);
    response.setHeader("x-amz-request-id", UUID.randomUUID().toString());
    response.setContentLength(document.length);
    if (document.length > 0) {
      response.setContentType("application/xml");
      response.getOutputStream().write(document);
    }
  }

  /** Sends an error. */
  static void sendError(
      HttpServletRequest request, HttpServletResponse response, AwsException e, String region)
      throws IOException {
    sendError(request, response, e.error().status(), e.error().code(), e.describe(), region);
  }

  static void sendError(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      String code,
      String message,
      String region)
      throws IOException {
    String requestId = UUID.randomUUID().toString();
    response.setStatus(status);
    response.setHeader("x-amz-request-id", requestId);
    if (status == HttpServletResponse.SC_FORBIDDEN) {
      response.setHeader("x-amz-bucket-region", region);
    }
    UnreadBody.drain(request, response);
    if (!request.getMethod().equals("HEAD")) {
      byte[] body =
          XmlElement.of(
                  "Error",
                  XmlElement.of("Code", code),
                  XmlElement.of("Message", message),
                  XmlElement.of("RequestId", requestId),
                  XmlElement.of("HostId", "emulator"))
              .toDocument();
      response.setContentType("application/xml");
      response.setContentLength(body.length);
      response.getOutputStream().write(body);
    }
  }
}
