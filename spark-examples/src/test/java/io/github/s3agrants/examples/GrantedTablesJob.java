package io.github.s3agrants.examples;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes a partitioned table and a file, or reads them in several ways. {@link GrantedTablesIT}
 * runs it in its own JVM.
 */
final class GrantedTablesJob {
  private static final String TABLE = "s3a://lake/p/t";
  private static final String FILE = "s3a://lake/one/file.csv";

  private GrantedTablesJob() {}

  /** The argument is {@code write} or {@code read}. */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      if (args[0].equals("write")) {
        write(spark);
      } else {
        read(spark);
      }
    }
  }

  private static void write(SparkSession spark) throws IOException {
    spark
        .range(0, 12, 1, 2)
        .selectExpr("id", "id % 3 + 1 as day")
        .write()
        .partitionBy("day")
        .parquet(TABLE);
    FileSystem fs = FileSystem.get(URI.create(FILE), spark.sparkContext().hadoopConfiguration());
    try (FSDataOutputStream out = fs.create(new Path(FILE))) {
      out.write("a,1\nb,2\nc,3\n".getBytes(StandardCharsets.UTF_8));
    }
    say("written", () -> true);
  }

  private static void read(SparkSession spark) {
    say("csv", () -> spark.read().csv(FILE).count());
    say("binaryFile", () -> spark.read().format("binaryFile").load(FILE).count());
    say("partition", () -> days(spark.read().option("basePath", TABLE).parquet(TABLE + "/day=1")));
    say(
        "partitions",
        () ->
            days(
                spark
                    .read()
                    .option("basePath", TABLE)
                    .parquet(TABLE + "/day=1", TABLE + "/day=2")));
    say("table", () -> days(spark.read().parquet(TABLE)));
    say("other partition", () -> days(spark.read().parquet(TABLE + "/day=3")));
  }

  private static String days(Dataset<Row> rows) {
    List<Row> counts = rows.groupBy("day").count().orderBy("day").collectAsList();
    return counts.stream().map(Row::toString).collect(Collectors.joining());
  }

  private static void say(String what, Callable<Object> call) {
    String outcome;
    try {
      outcome = String.valueOf(call.call());
    } catch (Exception e) { // Scala declares nothing
      outcome = "refused " + String.valueOf(e.getMessage()).contains("S3 Access Grants");
    }
    System.out.println(CommitterJobs.MARK + what + ": " + outcome);
  }
}
