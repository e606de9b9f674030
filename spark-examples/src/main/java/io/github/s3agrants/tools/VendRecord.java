package io.github.s3agrants.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A row of {@code vends}: one GetDataAccess, from its CloudTrail record. */
final class VendRecord {
  static final StructType SCHEMA =
      new StructType()
          .add("event_id", DataTypes.StringType)
          .add("event_time", DataTypes.TimestampType)
          .add("event_seconds", DataTypes.LongType)
          .add("principal", DataTypes.StringType)
          .add("source_ip", DataTypes.StringType)
          .add("target", DataTypes.StringType)
          .add("scope", DataTypes.StringType)
          .add("covered", DataTypes.StringType)
          .add("is_prefix", DataTypes.IntegerType)
          .add("bucket", DataTypes.StringType)
          .add("permission", DataTypes.StringType)
          .add("duration_seconds", DataTypes.LongType)
          .add("s3a_operation", DataTypes.StringType)
          .add("span_id", DataTypes.StringType)
          .add("session", DataTypes.StringType)
          .add("error_code", DataTypes.StringType);

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The lifetime of credentials if GetDataAccess does not ask for another. */
  private static final long DEFAULT_SECONDS = 3600;

  /** What the library sends as {@code auditContext}. */
  private static final Pattern OPERATION = Pattern.compile("^s3a .*\\bop=(\\S+)");

  private static final Pattern SPAN = Pattern.compile("^s3a .*\\bspan=(\\S+)");
  private static final Pattern BUCKET = Pattern.compile("^s3://([^/*]+)");

  private VendRecord() {}

  /**
   * The rows of a file, which has either CloudTrail's own form, one object with an array {@code
   * Records}, or one record after another.
   */
  static Iterator<Row> of(String file) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (MappingIterator<JsonNode> documents = JSON.readerFor(JsonNode.class).readValues(file)) {
      while (documents.hasNextValue()) {
        JsonNode document = documents.nextValue();
        if (document.has("Records")) {
          document.get("Records").forEach(event -> add(event, rows));
        } else {
          add(document, rows);
        }
      }
    }
    return rows.iterator();
  }

  private static void add(JsonNode event, List<Row> rows) {
    if ("s3.amazonaws.com".equals(text(event, "eventSource"))
        && "GetDataAccess".equals(text(event, "eventName"))) {
      rows.add(row(event));
    }
  }

  private static Row row(JsonNode event) {
    JsonNode asked = event.path("requestParameters");
    String target = text(asked, "target");
    String matched = text(event.path("responseElements"), "matchedGrantTarget");
    String scope = matched == null ? target : matched;
    boolean object = matched == null && "Object".equals(text(asked, "targetType"));
    boolean prefix = scope != null && !object && scope.matches("(?s).*[*]|s3://[^/]*");
    Instant time = Instant.parse(event.path("eventTime").asText());
    String context = text(asked, "auditContext");
    return RowFactory.create(
        text(event, "eventID"),
        Timestamp.from(time),
        time.getEpochSecond(),
        principal(event.path("userIdentity")),
        text(event, "sourceIPAddress"),
        target,
        scope,
        scope != null && prefix ? covered(scope) : scope,
        prefix ? 1 : 0,
        first(BUCKET, scope),
        text(asked, "permission"),
        asked.path("durationSeconds").asLong(DEFAULT_SECONDS),
        first(OPERATION, context),
        first(SPAN, context),
        first(
            AccessLogRequest.SESSION_NAME,
            event.path("responseElements") + " " + event.path("additionalEventData")),
        text(event, "errorCode"));
  }

  /** What each path that a scope covers begins with. */
  private static String covered(String scope) {
    return scope.endsWith("*") ? scope.replaceFirst("[*]+$", "") : scope + "/";
  }

  private static @Nullable String principal(JsonNode identity) {
    String user = text(identity.path("onBehalfOf"), "userId");
    String arn = text(identity, "arn");
    return user == null ? arn : arn + " for " + user;
  }

  private static @Nullable String text(JsonNode node, String name) {
    JsonNode value = node.path(name);
    return value.isValueNode() && !value.isNull() ? value.asText() : null;
  }

  static @Nullable String first(Pattern pattern, @Nullable String text) {
    Matcher matcher = pattern.matcher(text == null ? "" : text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
