package io.github.s3agrants.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the logs of an emulator as their users do. */
final class AuditLogFiles {
  /**
   * The {@code input.regex} of AWS's Athena table for S3's access logs, and the columns of that
   * table: <a
   * href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-s3-access-logs-to-identify-requests.html">Using
   * Amazon S3 server access logs to identify requests</a>.
   */
  private static final Pattern LINE =
      Pattern.compile(
          "([^ ]*) ([^ ]*) \\[(.*?)\\] ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) (\"[^\"]*\"|-)"
              + " (-|[0-9]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) (\"[^\"]*\"|-)"
              + " ([^ ]*)(?: ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*)"
              + " ([^ ]*))?.*$");

  private static final List<String> COLUMNS =
      List.of(
          "bucketowner",
          "bucket_name",
          "requestdatetime",
          "remoteip",
          "requester",
          "requestid",
          "operation",
          "key",
          "request_uri",
          "httpstatus",
          "errorcode",
          "bytessent",
          "objectsize",
          "totaltime",
          "turnaroundtime",
          "referrer",
          "useragent",
          "versionid",
          "hostid",
          "sigv",
          "ciphersuite",
          "authtype",
          "endpoint",
          "tlsversion",
          "accesspointarn",
          "aclrequired",
          "sourceregion");

  private AuditLogFiles() {}

  /** The columns of a line of S3's access log. */
  static Map<String, String> columns(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw new AssertionError("Athena would not read " + line);
    }
    Map<String, String> columns = new LinkedHashMap<>();
    for (int i = 0; i < COLUMNS.size(); i++) {
      columns.put(COLUMNS.get(i), matcher.group(i + 1));
    }
    return columns;
  }

  static List<Map<String, String>> accessLog(Path file) throws IOException {
    return Files.readAllLines(file).stream().map(AuditLogFiles::columns).toList();
  }

  static List<JsonNode> cloudTrail(Path file) throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      records.add(JsonMapper.shared().readTree(line));
    }
    return records;
  }
}
