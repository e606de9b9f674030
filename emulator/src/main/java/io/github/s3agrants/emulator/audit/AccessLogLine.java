package io.github.s3agrants.emulator.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.identity.UniqueIds;
import io.github.s3agrants.emulator.identity.UrlText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of S3's server access log, with all fields of <a
 * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html">Amazon S3 server
 * access log format</a>.
 *
 * <p>No page of AWS's says how a quotation mark in a quoted field is written, nor that keys are
 * URL-encoded twice. Users of the real log found the latter, with BATCH.DELETE.OBJECT as an
 * exception: <a
 * href="https://engineeringblog.yelp.com/2025/09/s3-server-access-logs-at-scale.html">S3 server
 * access logs at scale</a>. Here a quotation mark is written as {@code %22}.
 *
 * @param time when the request was received
 * @param remoteIp the address of the client
 * @param requester the ARN of the verified signer; null: none
 * @param requestId the same for all lines of one request
 * @param operation such as REST.GET.OBJECT
 * @param bucket the bucket
 * @param key the key, not encoded; null: none
 * @param request the HTTP request; null: a line that belongs to another one's request
 * @param status the HTTP status
 * @param errorCode null: none
 * @param objectSize the size of the object in bytes; null: not known
 */
public record AccessLogLine(
    Instant time,
    String remoteIp,
    @Nullable String requester,
    String requestId,
    String operation,
    String bucket,
    @Nullable String key,
    @Nullable Http request,
    String host,
    int status,
    @Nullable String errorCode,
    @Nullable Long objectSize) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.US)
          .withZone(ZoneOffset.UTC);
  // The parameters of a presigned URL are live credentials, also if it is the referrer.
  private static final Pattern SECRET =
      Pattern.compile("(?i)([?&]X-Amz-(?:Security-Token|Signature|Credential)=)[^&\\s]*");
  private static final int ID_LENGTH = 16;

  /**
   * What only the line of an HTTP request has.
   *
   * @param line the request line, as sent
   * @param referer null: not sent
   * @param userAgent null: not sent
   * @param versionId null: not sent
   * @param bytesSent the length of the answer's body
   * @param totalMillis until the last byte of the answer
   * @param turnAroundMillis until the first byte of the answer
   */
  public record Http(
      String line,
      @Nullable String referer,
      @Nullable String userAgent,
      @Nullable String versionId,
      long bytesSent,
      long totalMillis,
      long turnAroundMillis) {}

  /** A new request ID. */
  public static String newRequestId() {
    String random = UUID.randomUUID().toString().replace("-", "");
    return random.substring(random.length() - ID_LENGTH).toUpperCase(Locale.ROOT);
  }

  /**
   * The line, without its end.
   *
   * @param owner the account that owns the bucket
   */
  String text(String owner) {
    Http http = request;
    return String.join(
        " ",
        UniqueIds.canonicalUser(owner),
        orDash(bucket),
        TIME.format(time),
        remoteIp,
        orDash(requester),
        requestId,
        orDash(operation),
        encodedKey(),
        http == null ? "-" : quoted(http.line()),
        Integer.toString(status),
        orDash(errorCode),
        http == null || http.bytesSent() == 0 ? "-" : Long.toString(http.bytesSent()),
        objectSize == null ? "-" : objectSize.toString(),
        http == null ? "-" : Long.toString(http.totalMillis()),
        http == null ? "-" : Long.toString(http.turnAroundMillis()),
        http == null ? "-" : quoted(http.referer()),
        http == null ? "-" : quoted(http.userAgent()),
        http == null ? "-" : orDash(http.versionId()),
        hostId(),
        requester == null ? "-" : "SigV4",
        "-", // no cipher suite: the emulator speaks HTTP
        requester == null ? "-" : authentication(),
        orDash(host),
        "-", // no TLS
        "-", // no access point
        "-", // no ACL was required
        "-"); // the source Region is not known
  }

  private String authentication() {
    return request != null && request.line().contains("X-Amz-Signature=")
        ? "QueryString"
        : "AuthHeader";
  }

  private String encodedKey() {
    if (key == null) {
      return "-";
    }
    String once = UrlText.encodePath(key);
    return request == null && operation.startsWith("BATCH.") ? once : UrlText.encodePath(once);
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "\"-\"" : '"' + plain(text) + '"';
  }

  private static String orDash(@Nullable String text) {
    return text == null || text.isEmpty() ? "-" : plain(text).replace(" ", "%20");
  }

  /** Without what would end the field or the line, and without secrets. */
  private static String plain(String text) {
    return SECRET
        .matcher(text)
        .replaceAll("$1redacted")
        .replace("\"", "%22")
        .replaceAll("\\p{Cntrl}", "%20");
  }

  private static String hostId() {
    return Base64.getEncoder().encodeToString(UUID.randomUUID().toString().getBytes(UTF_8));
  }
}
