package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.http.HttpHandler;
import io.github.s3agrants.emulator.http.HttpReply;
import io.github.s3agrants.emulator.http.HttpRequest;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One port for all services. Whom a request is for is in its signature: STS signs as {@code sts},
 * S3 and S3 Control as {@code s3}. Those two differ in the path and in the account ID, which only
 * requests to S3 Control have in a header. So a bucket may have any name.
 *
 * <p>An unsigned request is for the emulator's own pages, S3 Control or STS if it looks so.
 * Otherwise it is for the service whose port it came to.
 */
final class ServicePort implements HttpHandler {
  // Each part ends where it must, so that no header, whoever sends it, takes more than one pass.
  private static final Pattern HEADER =
      Pattern.compile(
          "AWS4-\\S+ (?:.*?[ ,])?Credential=[^/, ]*/\\d*/[^/, ]*/([^/, ]+)/aws4_request");
  private static final Pattern QUERY =
      Pattern.compile(
          "(?:.*&)?X-Amz-Credential=[^&]*?(?:/|%2F)([^&/%]+)(?:/|%2F)aws4_request(?:&.*)?",
          Pattern.CASE_INSENSITIVE);

  private static final String S3_CONTROL_PATH = "/v20180820/";
  private static final String PAGES = "/emulator";
  private static final String FORM = "application/x-www-form-urlencoded";

  private final HttpHandler s3;
  private final HttpHandler control;
  private final HttpHandler owner;

  private ServicePort(HttpHandler s3, HttpHandler control, HttpHandler owner) {
    this.s3 = s3;
    this.control = control;
    this.owner = owner;
  }

  /** The port of S3. */
  static ServicePort ofS3(HttpHandler s3, HttpHandler control) {
    return new ServicePort(s3, control, s3);
  }

  /** The port of S3 Control, STS and the pages. */
  static ServicePort ofControl(HttpHandler s3, HttpHandler control) {
    return new ServicePort(s3, control, control);
  }

  @Override
  public void handle(HttpRequest request, HttpReply reply) throws IOException {
    serviceOf(request).handle(request, reply);
  }

  private HttpHandler serviceOf(HttpRequest request) {
    String signedFor = signedFor(request);
    boolean s3ControlPath = request.rawPath().startsWith(S3_CONTROL_PATH);
    if (signedFor == null) {
      return s3ControlPath || isPage(request.rawPath()) || isForm(request) ? control : owner;
    }
    return switch (signedFor) {
      case "sts" -> control;
      case "s3" ->
          s3ControlPath && (owner == control || request.header("x-amz-account-id") != null)
              ? control
              : s3;
      default -> owner;
    };
  }

  private static boolean isPage(String path) {
    return path.equals(PAGES) || path.startsWith(PAGES + "/");
  }

  /** STS gets forms. */
  private static boolean isForm(HttpRequest request) {
    String type = request.header("content-type");
    return request.method().equals("POST")
        && (request.rawPath().equals("/") || request.rawPath().equals("/sts"))
        && type != null
        && type.startsWith(FORM);
  }

  /** The service in the scope of a signature, whether that is valid or not; null if unsigned. */
  private static @Nullable String signedFor(HttpRequest request) {
    String header = request.header("authorization");
    if (header != null) {
      Matcher matcher = HEADER.matcher(header);
      return matcher.lookingAt() ? matcher.group(1) : null;
    }
    Matcher matcher = QUERY.matcher(request.rawQuery());
    return matcher.matches() ? matcher.group(1) : null;
  }
}
