package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.api.Endpoints;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Random requests that no server should answer with success. Thread-safe. */
final class BadRequests {
  private static final String BOMB =
      "<!DOCTYPE b [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
          + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">]><b>&c;</b>";
  private static final List<String> BODIES =
      List.of(
          BOMB,
          "<",
          "<a>",
          "<a><b></a></b>",
          "not xml",
          "{\"a\":1}",
          "<Delete><Object/></Delete>",
          "<AccessControlPolicy/>",
          "<a>".repeat(5_000),
          "\u0000\u0001",
          "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>",
          "Action=Nothing&Version=x",
          "x".repeat(40_000));
  private static final List<String> METHODS =
      List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO", "get");
  private static final List<String> PATHS =
      List.of(
          "/",
          "/sts",
          "/lake",
          "/lake/",
          "/lake/k",
          "//",
          "/lake//../..//etc/passwd",
          "/lake/%2e%2e/x",
          "/lake/%",
          "/lake/%zz",
          "/lake/%ff%fe",
          "/lake/%00",
          "/lake%2Fk",
          "/v20180820/accessgrantsinstance",
          "/v20180820/accessgrantsinstance/grant",
          "/v20180820/accessgrantsinstance/dataaccess",
          "/v20180820/accessgrantsinstance/grant/%0a",
          "/v20180820/nothing",
          "/emulator/nothing",
          "/" + "x/".repeat(900));
  private static final List<String> QUERIES =
      List.of(
          "",
          "?",
          "?acl",
          "?acl&acl=x&tagging",
          "?delete",
          "?list-type=2&max-keys=-1",
          "?versions&max-keys=x",
          "?uploads&uploadId=1&partNumber=x",
          "?%",
          "?a=%zz",
          "?=&=&=",
          "?" + "a=b&".repeat(600),
          "?target=s3%3A%2F%2F*&permission=NONE&durationSeconds=999999999999",
          "?X-Amz-Signature=1",
          "?since=x");

  private final List<byte[]> signedS3 = new ArrayList<>();
  private final List<byte[]> signedControl = new ArrayList<>();

  BadRequests(Endpoints endpoints, long seed) {
    SignedHttp s3 = new SignedHttp(endpoints.s3(), ADMIN);
    SignedHttp control = new SignedHttp(endpoints.s3Control(), ADMIN);
    Random random = new Random(seed);
    for (String body : BODIES) {
      for (String target :
          List.of(
              "PUT /lake/k?acl",
              "POST /lake?delete",
              "POST /lake/k?uploadId=" + random.nextInt())) {
        signedS3.add(signed(s3, target, body));
      }
      for (String target :
          List.of(
              "POST /v20180820/accessgrantsinstance/grant",
              "POST /v20180820/accessgrantsinstance/location",
              "PUT /v20180820/accessgrantsinstance/resourcepolicy")) {
        signedControl.add(signed(control, target, body));
      }
    }
    for (String target :
        List.of(
            "GET /lake?versions&max-keys=x",
            "GET /lake?versions&encoding-type=x",
            "GET /lake?list-type=2&max-keys=x",
            "GET /lake/absent",
            "GET /absent?list-type=2",
            "GET /lake/absent?attributes",
            "GET /lake/absent?uploadId=1")) {
      signedS3.add(signed(s3, target, ""));
    }
    for (String target :
        List.of(
            "GET /v20180820/accessgrantsinstance/dataaccess",
            "GET /v20180820/accessgrantsinstance/dataaccess?target=x&permission=READ",
            "GET /v20180820/accessgrantsinstance/dataaccess?target=s3%3A%2F%2Flake%2Fa%2A&permission=X",
            "DELETE /v20180820/accessgrantsinstance/grant/absent")) {
      signedControl.add(signed(control, target, ""));
    }
  }

  /** A request on a connection that is kept alive, unless the request is too broken for that. */
  byte[] next(Random random, boolean s3) {
    int kind = random.nextInt(10);
    if (kind < 4) {
      return one(s3 ? signedS3 : signedControl, random);
    }
    if (kind < 5) {
      return flipped(one(s3 ? signedS3 : signedControl, random), random);
    }
    String body = random.nextInt(3) == 0 ? one(BODIES, random) : "";
    StringBuilder head = new StringBuilder();
    String method = one(METHODS, random);
    String path = one(PATHS, random);
    // The status page answers with success, so POST is sent instead.
    boolean page = !s3 && method.equals("GET") && path.equals("/");
    head.append(page ? "POST" : method).append(' ').append(path).append(one(QUERIES, random));
    head.append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n");
    for (int i = random.nextInt(4); i > 0; i--) {
      head.append(header(random)).append("\r\n");
    }
    byte[] content = body.getBytes(UTF_8);
    head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
    return joined(head.toString(), content);
  }

  private static String header(Random random) {
    return switch (random.nextInt(9)) {
      case 0 -> "Authorization: AWS4-HMAC-SHA256 Credential=x, SignedHeaders=, Signature=1";
      case 1 -> "Authorization: " + "A".repeat(random.nextInt(3_000));
      case 2 ->
          "Authorization: AWS4-HMAC-SHA256 Credential=AKIAEMULATORADMIN001/20260101/us-east-1/s3/aws4_request,"
              + " SignedHeaders=host;x-amz-date, Signature="
              + "0".repeat(64);
      case 3 -> "x-amz-content-sha256: " + random.nextInt();
      case 4 -> "x-amz-date: yesterday";
      case 5 -> "x-amz-copy-source: %zz";
      case 6 -> "X-Huge-" + random.nextInt(100) + ": " + "h".repeat(random.nextInt(4_000));
      case 7 -> "x-amz-security-token: " + "\u00ff".repeat(20);
      default -> "Range: bytes=99999999999999999999-";
    };
  }

  /** A signed request with one changed byte in the path or query. */
  private static byte[] flipped(byte[] request, Random random) {
    byte[] changed = request.clone();
    String text = new String(request, ISO_8859_1);
    int from = text.indexOf('/') + 1;
    int to = text.indexOf(" HTTP/1.1");
    changed[from + random.nextInt(Math.max(1, to - from))] = (byte) ('a' + random.nextInt(26));
    return changed;
  }

  private static byte[] signed(SignedHttp http, String target, String body) {
    String[] parts = target.split(" ", 2);
    byte[] content = body.getBytes(UTF_8);
    SdkHttpRequest request = http.sign(parts[0], parts[1], content);
    StringBuilder head = new StringBuilder(target).append(" HTTP/1.1\r\n");
    request.forEachHeader(
        (name, values) -> {
          if (!name.equalsIgnoreCase("Content-Length")) {
            values.forEach(value -> head.append(name).append(": ").append(value).append("\r\n"));
          }
        });
    head.append("Content-Length: ").append(content.length).append("\r\n\r\n");
    return joined(head.toString(), content);
  }

  private static byte[] joined(String head, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private static <T> T one(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
