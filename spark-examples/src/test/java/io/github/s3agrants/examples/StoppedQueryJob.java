package io.github.s3agrants.examples;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * A streaming query that is stopped while it waits for credentials. Prints when it has begun, stops
 * it as soon as a line comes in, and prints what came of it. {@link StoppedQueryIT} runs it in a
 * JVM of its own.
 */
final class StoppedQueryJob {

  private StoppedQueryJob() {}

  /** The arguments are the folder to read from and a local one for the checkpoint. */
  public static void main(String[] args) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      StreamingQuery query =
          spark
              .readStream()
              .schema("line STRING")
              .csv(args[0])
              .writeStream()
              .format("noop")
              .option("checkpointLocation", Path.of(args[1]).toUri().toString())
              .start();
      say("begun");
      if (System.in.read() < 0) {
        return;
      }
      query.stop();
      // Throws what the query has failed with, if it has.
      query.awaitTermination();
      say("stopped " + query.exception().isEmpty());
    }
  }

  private static void say(String what) {
    System.out.println(CommitterJobs.MARK + what);
  }
}
