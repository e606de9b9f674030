package io.github.s3agrants.tables;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Runs {@link Streams#distinct} for each of its arguments, at the same time, until all files are
 * read, and prints what is in the tables. {@link StreamRestartIT} runs it in its own JVM.
 */
final class StreamJob {
  /** Before each table. */
  static final String MARK = "TABLE ";

  private StreamJob() {}

  /** The arguments are folders that contain a folder {@code in}. */
  public static void main(String[] folders) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      List<StreamingQuery> queries = new ArrayList<>();
      for (String folder : folders) {
        queries.add(
            Streams.distinct(spark, folder + "/in", folder + "/out", folder + "/checkpoint")
                .trigger(Trigger.AvailableNow())
                .start());
      }
      for (StreamingQuery query : queries) {
        query.awaitTermination();
      }
      for (String folder : folders) {
        System.out.println(MARK + StepRun.rows(spark.read().parquet(folder + "/out")));
      }
    }
  }
}
