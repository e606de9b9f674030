package io.github.s3agrants.emulator.s3;

import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.xml.XmlElement;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;

/** Says no as S3 says it. */
final class S3ErrorResponse {
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
    UnreadBody.settle(request, response);
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
}
