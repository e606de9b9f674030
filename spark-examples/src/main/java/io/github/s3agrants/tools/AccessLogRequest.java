package io.github.s3agrants.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.sql.Timestamp;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.audit.AuditConstants;
import org.apache.hadoop.fs.s3a.audit.S3LogParser;
import org.apache.hadoop.fs.store.audit.HttpReferrerAuditHeader;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A row of {@code requests}: one line of S3's server access log. */
final class AccessLogRequest {
  static final StructType SCHEMA =
      new StructType()
          .add("request_id", DataTypes.StringType)
          .add("request_time", DataTypes.TimestampType)
          .add("request_seconds", DataTypes.LongType)
          .add("requester", DataTypes.StringType)
          .add("session", DataTypes.StringType)
          .add("remote_ip", DataTypes.StringType)
          .add("operation", DataTypes.StringType)
          .add("permission", DataTypes.StringType)
          .add("bucket", DataTypes.StringType)
          .add("path", DataTypes.StringType)
          .add("bytes", DataTypes.LongType)
          .add("outcome", DataTypes.StringType)
          .add("s3a_operation", DataTypes.StringType)
          .add("span_id", DataTypes.StringType);

  /** The name of a session that S3 Access Grants has vended. */
  static final Pattern SESSION_NAME =
      Pattern.compile("\\b(access-grants-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\b");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("'['dd/MMM/yyyy:HH:mm:ss Z']'", Locale.US);
  private static final Pattern PREFIX = Pattern.compile("[?&]prefix=([^& \"]*)");

  /** Answers with 400 or 404 that mean that the credentials were not accepted. */
  private static final Set<String> REFUSALS =
      Set.of("ExpiredToken", "InvalidToken", "InvalidAccessKeyId", "TokenRefreshRequired");

  private AccessLogRequest() {}

  /** The row of a line; empty if the line has not the format of the log. */
  static Optional<Row> of(String line) {
    Matcher fields = S3LogParser.LOG_ENTRY_PATTERN.matcher(line);
    if (!fields.matches()) {
      return Optional.empty();
    }
    String operation = fields.group(S3LogParser.VERB_GROUP);
    String requester = present(fields.group(S3LogParser.REQUESTER_GROUP));
    OffsetDateTime time = OffsetDateTime.parse(fields.group(S3LogParser.TIMESTAMP_GROUP), TIME);
    Map<String, String> span = span(fields.group(S3LogParser.REFERRER_GROUP));
    return Optional.of(
        RowFactory.create(
            fields.group(S3LogParser.REQUESTID_GROUP),
            Timestamp.from(time.toInstant()),
            time.toEpochSecond(),
            requester,
            VendRecord.first(SESSION_NAME, requester),
            fields.group(S3LogParser.REMOTEIP_GROUP),
            operation,
            reads(operation) ? "READ" : "WRITE",
            fields.group(S3LogParser.BUCKET_GROUP),
            path(fields, operation),
            bytes(fields, operation),
            outcome(fields),
            span.get(AuditConstants.PARAM_OP),
            span.get(AuditConstants.PARAM_ID)));
  }

  private static boolean reads(String operation) {
    return operation.startsWith("REST.GET.")
        || operation.startsWith("REST.HEAD.")
        || (operation.startsWith("REST.COPY.") && operation.endsWith("_GET"));
  }

  /** The object, or the prefix that was listed. */
  private static String path(Matcher fields, String operation) {
    String bucket = "s3://" + fields.group(S3LogParser.BUCKET_GROUP) + "/";
    String key = present(fields.group(S3LogParser.KEY_GROUP));
    if (key != null) {
      // Encoded twice, save by what deletes in bulk or by itself.
      boolean once = operation.startsWith("BATCH.") || operation.startsWith("S3.");
      return bucket + (once ? decoded(key) : decoded(decoded(key)));
    }
    String prefix = VendRecord.first(PREFIX, fields.group(S3LogParser.REQUESTURI_GROUP));
    return prefix == null ? bucket : bucket + decoded(prefix);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static @Nullable Long bytes(Matcher fields, String operation) {
    String group =
        operation.equals("REST.PUT.OBJECT") || operation.equals("REST.PUT.PART")
            ? S3LogParser.OBJECTSIZE_GROUP
            : S3LogParser.BYTESSENT_GROUP;
    boolean counts =
        group.equals(S3LogParser.OBJECTSIZE_GROUP) || operation.startsWith("REST.GET.");
    String number = fields.group(group);
    return counts && number.matches("\\d{1,18}") ? Long.valueOf(number) : null;
  }

  private static String outcome(Matcher fields) {
    String status = fields.group(S3LogParser.HTTP_GROUP);
    if (status.equals("403")
        || status.equals("401")
        || REFUSALS.contains(fields.group(S3LogParser.AWSERRORCODE_GROUP))) {
      return "refused";
    }
    return status.startsWith("5") ? "failed" : "allowed";
  }

  /** What S3A says in the referrer; empty if it is not S3A's. */
  private static Map<String, String> span(@Nullable String referrer) {
    String header = HttpReferrerAuditHeader.maybeStripWrappedQuotes(referrer);
    if (header == null || !header.contains("/hadoop/")) {
      return Map.of();
    }
    try {
      return HttpReferrerAuditHeader.extractQueryParameters(header);
    } catch (URISyntaxException e) {
      return Map.of();
    }
  }

  private static @Nullable String present(String field) {
    return field.equals("-") ? null : field;
  }
}
