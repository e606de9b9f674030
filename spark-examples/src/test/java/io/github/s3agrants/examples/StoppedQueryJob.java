package io.github.s3agrants.examples;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * A streaming query that is stopped while it waits for vended credentials. It prints {@code ready},
 * starts the query after the first line of standard input, stops it after the second, and prints
 * whether it stopped without an error. {@link StoppedQueryIT} runs it in its own JVM.
 */
final class StoppedQueryJob {

  private StoppedQueryJob() {}

  /** The arguments are the folder to read, the folder to write, and a local folder. */
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
      // Throws the error of the query if it failed.
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
