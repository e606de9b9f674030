package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.s3agrants.emulator.http.HttpHandler;
import io.github.s3agrants.emulator.http.HttpReply;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.http.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a request is for, on either port. */
final class ServicePortTest {
  private static final int S3 = 201;
  private static final int CONTROL = 202;

  private static final String SCOPE = "AKIAEMULATORALICE001/20260501/us-east-1/";

  @ParameterizedTest
  @CsvSource({
    // Signed: the name of the service counts, and for S3 Control the header, whatever the path.
    "GET, /, s3, none, S3, S3",
    "POST, /, sts, none, CONTROL, CONTROL",
    "POST, /sts, sts, none, CONTROL, CONTROL",
    "POST, /lake/k, sts, none, CONTROL, CONTROL",
    "GET, /lake/k, s3, none, S3, S3",
    "GET, /lake/k, s3, x-amz-account-id, S3, S3",
    "GET, /v20180820/accessgrantsinstance/grants, s3, x-amz-account-id, CONTROL, CONTROL",
    "GET, /v20180820/accessgrantsinstance/grants, s3, none, S3, CONTROL",
    "GET, /v20180820, s3, none, S3, S3",
    "PUT, /v20180820/k, s3, none, S3, CONTROL",
    "PUT, /sts, s3, none, S3, S3",
    "GET, /sts/k, s3, none, S3, S3",
    "GET, /emulator, s3, none, S3, S3",
    "GET, /emulator/journal, s3, none, S3, S3",
    "DELETE, /emulator/journal, s3, none, S3, S3",
    "GET, /lake/k, ec2, none, S3, CONTROL",
    // Unsigned.
    "GET, /, none, none, S3, CONTROL",
    "GET, /lake/k, none, none, S3, CONTROL",
    "GET, /emulator, none, none, CONTROL, CONTROL",
    "GET, /emulator/journal, none, none, CONTROL, CONTROL",
    "DELETE, /emulator/journal, none, none, CONTROL, CONTROL",
    "GET, /emulators/k, none, none, S3, CONTROL",
    "GET, /v20180820/accessgrantsinstance/grants, none, none, CONTROL, CONTROL",
    "POST, /, none, content-type, CONTROL, CONTROL",
    "POST, /sts, none, content-type, CONTROL, CONTROL",
    "POST, /lake, none, content-type, S3, CONTROL",
    "POST, /lake, none, none, S3, CONTROL",
  })
  void serves(
      String method, String path, String signedFor, String header, String onS3, String onControl)
      throws IOException {
    Map<String, List<String>> headers = new HashMap<>();
    if (!header.equals("none")) {
      headers.put(
          header,
          List.of(
              header.equals("content-type")
                  ? "application/x-www-form-urlencoded; charset=utf-8"
                  : "111122223333"));
    }
    if (signedFor.equals("none")) {
      assertServed(request(method, path, "a=b", headers), onS3, onControl);
      return;
    }
    String encoded = (SCOPE + signedFor + "/aws4_request").replace("/", "%2F");
    for (String query :
        List.of(
            "X-Amz-Algorithm=x&X-Amz-Credential=" + encoded + "&X-Amz-Date=y",
            "X-Amz-Credential=" + SCOPE + signedFor + "/aws4_request",
            "a=%2Fsts%2F&X-Amz-Credential=" + encoded)) {
      assertServed(request(method, path, query, headers), onS3, onControl);
    }
    for (String comma : List.of(", ", ",")) {
      headers.put(
          "Authorization",
          List.of(
              "AWS4-HMAC-SHA256 Credential="
                  + SCOPE
                  + signedFor
                  + "/aws4_request"
                  + comma
                  + "SignedHeaders=host"
                  + comma
                  + "Signature=00"));
      assertServed(request(method, path, "X-Amz-Credential=a", headers), onS3, onControl);
    }
  }

  /** As long as a line can be. Each would take minutes if the parts could be tried in all ways. */
  @ParameterizedTest
  @CsvSource({
    "' ', 60000, 1",
    "' ', 30000, 2700",
    "' ,', 15000, 2700",
    "' ,Credential=a/1/b/', 1, 3000",
  })
  void hostile_signature_is_read_in_one_pass(String start, int spaces, int credentials) {
    String header = "AWS4-x" + start.repeat(spaces) + "Credential=".repeat(credentials) + "y";
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertServed(
                request("GET", "/lake/k", "", Map.of("Authorization", List.of(header))),
                "S3",
                "CONTROL"));
  }

  private static HttpRequest request(
      String method, String path, String query, Map<String, List<String>> headers) {
    return new HttpRequest(
        method, "", path, query, "HTTP/1.1", headers, InputStream.nullInputStream(), "127.0.0.1");
  }

  private static void assertServed(HttpRequest request, String onS3, String onControl)
      throws IOException {
    HttpHandler s3 = (any, reply) -> reply.send(HttpResponse.of(S3));
    HttpHandler control = (any, reply) -> reply.send(HttpResponse.of(CONTROL));
    assertThat(status(ServicePort.ofS3(s3, control), request))
        .as("port of S3")
        .isEqualTo(onS3.equals("S3") ? S3 : CONTROL);
    assertThat(status(ServicePort.ofControl(s3, control), request))
        .as("port of S3 Control")
        .isEqualTo(onControl.equals("S3") ? S3 : CONTROL);
  }

  private static int status(HttpHandler handler, HttpRequest request) throws IOException {
    Status status = new Status();
    handler.handle(request, status);
    return status.sent;
  }

  /** Keeps the status. */
  private static final class Status implements HttpReply {
    private int sent;

    @Override
    public long send(HttpResponse response) {
      sent = response.status();
      return 0;
    }

    @Override
    public void drop() {
      sent = -1;
    }
  }
}
