package io.github.s3agrants.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/** Writes both logs as AWS does. Times are seconds from {@link #START}. */
final class LogFolder {
  static final Instant START = Instant.parse("2026-11-26T10:00:00Z");
  static final String ALICE = "arn:aws:iam::111122223333:user/alice";
  static final String BOB = "arn:aws:iam::111122223333:user/bob";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.US).withZone(ZoneOffset.UTC);

  private final Path folder;
  private final List<ObjectNode> events = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  LogFolder(Path folder) {
    this.folder = folder;
  }

  /** A new session of a location's role, as requester. */
  static String session() {
    return "arn:aws:sts::111122223333:assumed-role/location/access-grants-" + UUID.randomUUID();
  }

  /** The {@code auditContext} of the library. */
  static Consumer<ObjectNode> span(String id) {
    return event -> parameters(event).put("auditContext", "s3a op=op_open span=" + id);
  }

  static ObjectNode parameters(ObjectNode event) {
    return (ObjectNode) event.get("requestParameters");
  }

  /** A GetDataAccess for an hour. */
  @SafeVarargs
  final String vend(
      long time,
      String principal,
      String permission,
      String target,
      Consumer<ObjectNode>... changes) {
    String id = UUID.randomUUID().toString();
    ObjectNode event = JSON.createObjectNode();
    event.put("eventVersion", "1.11");
    event
        .putObject("userIdentity")
        .put("type", "IAMUser")
        .put("arn", principal)
        .put("accountId", "111122223333");
    event.put("eventTime", START.plusSeconds(time).toString());
    event.put("eventSource", "s3.amazonaws.com");
    event.put("eventName", "GetDataAccess");
    event.put("sourceIPAddress", "192.0.2.1");
    event
        .putObject("requestParameters")
        .put("target", target)
        .put("permission", permission)
        .put("durationSeconds", 3600);
    event.putNull("responseElements");
    event.putObject("additionalEventData").put("SignatureVersion", "SigV4");
    event.put("eventID", id);
    for (Consumer<ObjectNode> change : changes) {
      change.accept(event);
    }
    events.add(event);
    return id;
  }

  /** A successful request of S3A. */
  void request(long time, String requester, String operation, String key, String span) {
    line(time, requester, "R" + lines.size(), operation, key, "200", "-", span);
  }

  void line(
      long time,
      String requester,
      String requestId,
      String operation,
      String key,
      String status,
      String errorCode,
      String span) {
    String referrer =
        span.equals("-")
            ? "\"-\""
            : "\"https://audit.example.org/hadoop/1/op_open/"
                + span
                + "/?op=op_open&p1=s3a://lake/x&pr=user&ps=7&id="
                + span
                + "&t0=1&fs=2&t1=1&ts=3\"";
    boolean listing = operation.equals("REST.GET.BUCKET");
    String uri =
        operation.startsWith("BATCH.")
            ? "-"
            : listing
                ? "\"GET /lake?list-type=2&prefix=" + key + " HTTP/1.1\""
                : "\"GET /lake/" + key + " HTTP/1.1\"";
    lines.add(
        String.join(
            " ",
            "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
            "lake",
            "[" + TIME.format(START.plusSeconds(time)) + "]",
            "192.0.2.1",
            requester,
            requestId,
            operation,
            listing ? "-" : key,
            uri,
            status,
            errorCode,
            "100",
            "1000",
            "7",
            "6",
            referrer,
            "\"Hadoop 3.4.3\"",
            "-",
            "s9lzHYrFp76=",
            "SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader lake.s3.amazonaws.com TLSv1.2 - - -"));
  }

  void raw(String line) {
    lines.add(line);
  }

  /** The logs, CloudTrail's with one record per line. */
  AuditOptions write() throws IOException {
    StringBuilder records = new StringBuilder();
    events.forEach(event -> records.append(event).append('\n'));
    Files.writeString(folder.resolve("cloudtrail.json"), records);
    return accessLogs("cloudtrail.json");
  }

  /** The logs, CloudTrail's as AWS delivers them. */
  AuditOptions writeAsDelivered() throws IOException {
    Path day = folder.resolve("AWSLogs/111122223333/CloudTrail/us-east-1/2026/11/26");
    Files.createDirectories(day);
    ObjectNode file = JSON.createObjectNode();
    events.forEach(file.putArray("Records")::add);
    try (OutputStream out =
        new GZIPOutputStream(Files.newOutputStream(day.resolve("trail.json.gz")))) {
      out.write(file.toString().getBytes(UTF_8));
    }
    return accessLogs("AWSLogs");
  }

  private AuditOptions accessLogs(String cloudTrail) throws IOException {
    Files.write(folder.resolve("access.log"), lines);
    return AuditOptions.parse(
        "--cloudtrail",
        folder.resolve(cloudTrail).toString(),
        "--access-logs",
        folder.resolve("access.log").toString());
  }
}
