package io.github.s3agrants.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A Spark job that tells who read and wrote what, by which grant: it joins the CloudTrail records
 * of GetDataAccess with S3's server access logs. docs/audit.md explains it.
 */
public final class AuditReport {

  /** The lines of each table that are shown. */
  private static final int SHOWN = 200;

  private static final String UNEXPLAINED = "unexplained: %";
  private static final String REFUSED_CALL = "GetDataAccess: %";

  private final Dataset<Row> lines;

  private AuditReport(Dataset<Row> lines) {
    this.lines = lines;
  }

  public static void main(String[] args) throws IOException { // Spark 4's close() declares it
    AuditOptions options;
    try {
      options = AuditOptions.parse(args);
    } catch (IllegalArgumentException e) {
      System.err.println("AuditReport: " + e.getMessage());
      System.exit(2);
      return;
    }
    try (SparkSession spark = SparkSession.builder().appName("AuditReport").getOrCreate()) {
      run(spark, options);
    }
  }

  static void run(SparkSession spark, AuditOptions options) {
    long unreadable = new AuditLogReader(spark).unreadable(options.accessLogs());
    AuditReport report = new AuditReport(lines(spark, options).cache());
    report.print();
    if (unreadable > 0) {
      System.out.printf("%,d lines of the access logs could not be read%n", unreadable);
    }
    options.csv().ifPresent(folder -> report.lines.write().option("header", true).csv(folder));
    options.parquet().ifPresent(folder -> report.lines.write().parquet(folder));
    System.out.println(report.summary());
  }

  /** The report: a row for each line of the access logs, and one for each refused GetDataAccess. */
  static Dataset<Row> lines(SparkSession spark, AuditOptions options) {
    AuditLogReader reader = new AuditLogReader(spark);
    reader.vends(options.cloudTrail()).createOrReplaceTempView("vends");
    reader.requests(options.accessLogs()).createOrReplaceTempView("requests");
    return spark.sql(query());
  }

  /** The join, which is also in docs/audit.md. */
  static String query() {
    try (InputStream text =
        Objects.requireNonNull(AuditReport.class.getResourceAsStream("audit.sql"))) {
      return new String(text.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Dataset<Row> explained() {
    return lines
        .filter(not(col("explained_by").like(UNEXPLAINED)))
        .filter(not(col("explained_by").like(REFUSED_CALL)));
  }

  private Dataset<Row> unexplained() {
    return lines.filter(col("explained_by").like(UNEXPLAINED));
  }

  private Dataset<Row> refusedCalls() {
    return lines.filter(col("explained_by").like(REFUSED_CALL));
  }

  private void print() {
    System.out.println("Requests that a GetDataAccess explains:");
    explained()
        .groupBy(
            "principal",
            "grant_scope",
            "grant_permission",
            "s3a_operation",
            "outcome",
            "explained_by")
        .agg(
            countDistinct("request_id").as("requests"),
            countDistinct("path").as("paths"),
            sum("bytes").as("bytes"))
        .orderBy("principal", "grant_scope", "s3a_operation", "outcome", "explained_by")
        // Some input streams of S3A send no referrer.
        .na()
        .fill("-", new String[] {"s3a_operation"})
        .show(SHOWN, false);
    System.out.println("Requests that no GetDataAccess explains:");
    unexplained()
        .select("time", "principal", "s3_operation", "path", "bytes", "outcome", "explained_by")
        .show(SHOWN, false);
    System.out.println("Refused by S3 Access Grants:");
    refusedCalls()
        .select("time", "principal", "grant_permission", "path", "s3a_operation", "explained_by")
        .show(SHOWN, false);
  }

  /** The last line. */
  private String summary() {
    Row calls = explained().select(countDistinct("get_data_access")).first();
    return String.format(
        Locale.ROOT,
        "AUDIT: %,d S3 requests explained by %,d GetDataAccess calls, %,d unexplained;"
            + " %,d refused by S3; %,d GetDataAccess calls refused",
        requests(explained()),
        calls.getLong(0),
        requests(unexplained()),
        requests(
            lines.filter(col("outcome").equalTo("refused").and(col("request_id").isNotNull()))),
        refusedCalls().count());
  }

  private static long requests(Dataset<Row> rows) {
    return rows.select(countDistinct("request_id")).first().getLong(0);
  }
}
