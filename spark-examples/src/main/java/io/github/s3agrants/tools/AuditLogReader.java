package io.github.s3agrants.tools;

import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads both logs, from files and folders, compressed or not. */
final class AuditLogReader {

  private final SparkSession spark;

  AuditLogReader(SparkSession spark) {
    this.spark = spark;
  }

  /** The rows of {@code vends}: each GetDataAccess. */
  Dataset<Row> vends(List<String> cloudTrail) {
    // A file of CloudTrail's is one document. It has the events of a few minutes.
    FlatMapFunction<String, Row> records = VendRecord::of;
    return text(cloudTrail, true).flatMap(records, Encoders.row(VendRecord.SCHEMA));
  }

  /** The rows of {@code requests}: each line of S3's server access log. */
  Dataset<Row> requests(List<String> accessLogs) {
    FlatMapFunction<String, Row> fields = line -> AccessLogRequest.of(line).stream().iterator();
    return text(accessLogs, false).flatMap(fields, Encoders.row(AccessLogRequest.SCHEMA));
  }

  /** The number of lines that have not the format of the log, which are left out. */
  long unreadable(List<String> accessLogs) {
    FilterFunction<String> bad =
        line -> !line.isBlank() && AccessLogRequest.of(line).equals(Optional.empty());
    return text(accessLogs, false).filter(bad).count();
  }

  private Dataset<String> text(List<String> paths, boolean whole) {
    return spark
        .read()
        .option("wholetext", whole)
        .option("recursiveFileLookup", true)
        .textFile(paths.toArray(String[]::new));
  }
}
