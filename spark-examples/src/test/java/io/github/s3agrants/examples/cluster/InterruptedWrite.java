package io.github.s3agrants.examples.cluster;

import java.io.IOException;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Writes rows as two tasks. The first attempt of the first task stops in the middle of its file,
 * when a part of that is uploaded, until its executor is killed. Then says what it reads back.
 */
public final class InterruptedWrite {

  /** Gives the process ID of the executor that waits. */
  static final String WRITING = "writing";

  private static final int ROWS = 6_000;

  /** After 5 MiB, the smallest part that S3A uploads. */
  private static final long STOP = 5_500;

  private InterruptedWrite() {}

  /** The arguments are the folder of the signals, and the folder to write. */
  public static void main(String[] args) throws IOException {
    Signals signals = new Signals(args[0]);
    UDF1<Long, String> row = id -> row(id, signals);
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      spark.udf().register("row", row, DataTypes.StringType);
      spark.range(0, 2 * ROWS, 1, 2).selectExpr("row(id)").write().text(args[1]);
      Row read =
          spark
              .read()
              .text(args[1])
              .selectExpr("count(*)", "count(DISTINCT value)", "sum(cast(trim(value) as long))")
              .first();
      SparkApplication.say(read.mkString(" "));
    }
  }

  private static String row(long id, Signals signals) throws IOException, InterruptedException {
    if (id == STOP && TaskContext.get().attemptNumber() == 0) {
      signals.give(WRITING, String.valueOf(ProcessHandle.current().pid()));
      signals.await("to be killed", 1);
    }
    return String.format("%1000d", id);
  }

  /** What it says if all rows are there, once each. */
  static String allRows() {
    long rows = 2L * ROWS;
    return String.format("%d %d %d", rows, rows, rows * (rows - 1) / 2);
  }
}
