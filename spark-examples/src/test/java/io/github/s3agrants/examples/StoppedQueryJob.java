package io.github.s3agrants.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * A streaming query that is stopped while it waits for credentials to write with. Prints when it is
 * ready; begins and stops it as lines come in, and prints what came of it. {@link StoppedQueryIT}
 * runs it in a JVM of its own.
 */
final class StoppedQueryJob {

  private StoppedQueryJob() {}

  /** The arguments are the folders to read from and to write to, and a local one. */
  public static void main(String[] args) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      spark.range(4).selectExpr("cast(id as string) as line").write().text(args[0]);
      VoidFunction2<Dataset<Row>, Long> sink = (batch, id) -> batch.write().parquet(args[1]);
      Dataset<Row> lines = spark.readStream().schema("line STRING").text(args[0]);
      say("ready");
      awaitLine();
      StreamingQuery query =
          lines
              .writeStream()
              .option("checkpointLocation", Path.of(args[2]).toUri().toString())
              .foreachBatch(sink)
              .start();
      awaitLine();
      query.stop();
      // Throws what the query has failed with, if it has.
      query.awaitTermination();
      say("stopped " + query.exception().isEmpty());
    }
  }

  private static void awaitLine() throws IOException {
    int read = System.in.read();
    while (read >= 0 && read != '\n') {
      read = System.in.read();
    }
  }

  private static void say(String what) {
    System.out.println(CommitterJobs.MARK + what);
  }
}
