package io.github.s3agrants.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Runs the statements for Athena of docs/audit.md in Spark. The tables are read as Athena would:
 * the columns, and the expression for the access log, come from the document. Four functions that
 * Spark does not have are added.
 */
final class AthenaQueries {
  private static final Path DOCUMENT = Path.of("..", "docs", "audit.md");
  private static final Pattern BLOCK = Pattern.compile("(?s)```sql\\n(.*?)\\n?```");
  private static final Pattern VIEW =
      Pattern.compile("(?s)CREATE OR REPLACE VIEW (\\w+) AS\\n(.*)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;

  private AthenaQueries(SparkSession spark) {
    this.spark = spark;
  }

  /** Makes both tables and both views. */
  static AthenaQueries on(SparkSession spark, AuditOptions options) throws IOException {
    AthenaQueries athena = new AthenaQueries(spark);
    athena.functions();
    athena.cloudTrail(options.cloudTrail().get(0));
    athena.accessLogs(options.accessLogs().get(0));
    athena.view("CREATE OR REPLACE VIEW vends");
    athena.view("CREATE OR REPLACE VIEW requests");
    return athena;
  }

  /** The statement of the document that begins so. */
  static String statement(String start) throws IOException {
    Matcher blocks = BLOCK.matcher(Files.readString(DOCUMENT));
    while (blocks.find()) {
      if (blocks.group(1).startsWith(start)) {
        return blocks.group(1).strip();
      }
    }
    throw new AssertionError("no statement " + start + " in " + DOCUMENT);
  }

  List<String> rows(String view) {
    return rows(spark.table(view));
  }

  /** The rows as text, ordered. */
  static List<String> rows(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }

  private void functions() {
    UDF2<String, String, String> jsonExtractScalar =
        (text, path) -> {
          JsonNode value =
              text == null ? null : JSON.readTree(text).get(path.substring("$.".length()));
          return value == null || value.isNull() ? null : value.asText();
        };
    UDF1<String, Timestamp> fromIso8601 = text -> Timestamp.from(Instant.parse(text));
    UDF1<Timestamp, Double> toUnixtime = time -> (double) time.toInstant().getEpochSecond();
    UDF2<String, String, Timestamp> parseDatetime =
        (text, format) ->
            Timestamp.from(
                OffsetDateTime.parse(text, DateTimeFormatter.ofPattern(format, Locale.US))
                    .toInstant());
    spark.udf().register("json_extract_scalar", jsonExtractScalar, DataTypes.StringType);
    spark.udf().register("from_iso8601_timestamp", fromIso8601, DataTypes.TimestampType);
    spark.udf().register("to_unixtime", toUnixtime, DataTypes.DoubleType);
    spark.udf().register("parse_datetime", parseDatetime, DataTypes.TimestampType);
  }

  private void view(String start) throws IOException {
    Matcher view = VIEW.matcher(statement(start));
    if (!view.matches()) {
      throw new AssertionError(start);
    }
    spark.sql(view.group(2)).createOrReplaceTempView(view.group(1));
  }

  /** As JsonSerDe does: names in any case, and what is no struct of the table as its text. */
  private void cloudTrail(String file) throws IOException {
    List<String> records = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(file))) {
      ObjectNode record = JSON.createObjectNode();
      JSON.readTree(line)
          .properties()
          .forEach(
              field -> {
                String name = field.getKey().toLowerCase(Locale.ROOT);
                record.set(
                    name, name.equals("useridentity") ? lower(field.getValue()) : field.getValue());
              });
      records.add(record.toString());
    }
    spark
        .read()
        .schema(columns("CREATE EXTERNAL TABLE cloudtrail_logs"))
        .json(spark.createDataset(records, Encoders.STRING()))
        .createOrReplaceTempView("cloudtrail_logs");
  }

  private static JsonNode lower(JsonNode node) {
    if (!node.isObject()) {
      return node;
    }
    ObjectNode lower = JSON.createObjectNode();
    node.properties()
        .forEach(
            field -> lower.set(field.getKey().toLowerCase(Locale.ROOT), lower(field.getValue())));
    return lower;
  }

  /** As RegexSerDe does: a line that does not match has no columns, and neither has {@code -}. */
  private void accessLogs(String file) throws IOException {
    String statement = statement("CREATE EXTERNAL TABLE s3_access_logs");
    Matcher regex = Pattern.compile("'input.regex' = '(.*)'\\)").matcher(statement);
    if (!regex.find()) {
      throw new AssertionError(statement);
    }
    // As a literal of Hive, in which a backslash escapes.
    Pattern line = Pattern.compile(regex.group(1).replace("\\\"", "\"").replace("\\\\", "\\"));
    StructType schema = columns("CREATE EXTERNAL TABLE s3_access_logs");
    List<Row> rows = new ArrayList<>();
    for (String text : Files.readAllLines(Path.of(file))) {
      Matcher fields = line.matcher(text);
      if (fields.matches()) {
        rows.add(row(fields, schema));
      }
    }
    spark.createDataFrame(rows, schema).createOrReplaceTempView("s3_access_logs");
  }

  private static Row row(Matcher fields, StructType schema) {
    @Nullable Object[] values = new @Nullable Object[schema.size()];
    for (int i = 0; i < values.length; i++) {
      String text = fields.group(i + 1);
      values[i] =
          schema.apply(i).dataType().equals(DataTypes.LongType)
              ? text.matches("\\d+") ? Long.valueOf(text) : null
              : text;
    }
    return RowFactory.create(values);
  }

  /** The columns between the first parenthesis and that before PARTITIONED BY. */
  private static StructType columns(String start) throws IOException {
    String statement = statement(start);
    return StructType.fromDDL(
        statement.substring(statement.indexOf('(') + 1, statement.indexOf(")\nPARTITIONED BY")));
  }
}
