package io.github.s3agrants.tables;

import java.util.concurrent.CountDownLatch;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.types.DataTypes;

/** Queries on a folder of JSON files, with a file in each batch. */
final class Streams {
  /** The row at which {@link #unfinished} waits. */
  private static final long WAITS_AT = 900;

  private Streams() {}

  private static Dataset<Row> source(SparkSession spark, String folder) {
    return spark
        .readStream()
        .schema("id BIGINT, day INT")
        .option("maxFilesPerTrigger", 1)
        .json(folder);
  }

  /** Appends each row to a Parquet sink. */
  static DataStreamWriter<Row> copy(SparkSession spark, String from, String to, String checkpoint) {
    return parquet(source(spark, from), to, checkpoint);
  }

  /** Appends each row to a Parquet sink once; those that it has seen are its state. */
  static DataStreamWriter<Row> distinct(
      SparkSession spark, String from, String to, String checkpoint) {
    return parquet(source(spark, from).dropDuplicates(new String[] {"id"}), to, checkpoint);
  }

  private static DataStreamWriter<Row> parquet(Dataset<Row> rows, String to, String checkpoint) {
    return rows.writeStream()
        .format("parquet")
        .option("path", to)
        .option("checkpointLocation", checkpoint);
  }

  /** Overwrites a Parquet table with the number of rows of each day, which is its state. */
  static DataStreamWriter<Row> counts(
      SparkSession spark, String from, String to, String checkpoint) {
    VoidFunction2<Dataset<Row>, Long> sink =
        (batch, id) -> batch.coalesce(1).write().mode(SaveMode.Overwrite).parquet(to);
    return source(spark, from)
        .groupBy("day")
        .count()
        .writeStream()
        .outputMode("complete")
        .option("checkpointLocation", checkpoint)
        .foreachBatch(sink);
  }

  /** Of 900 rows, writes 9 MB into a file, and then waits until it is interrupted. */
  static DataStreamWriter<Row> unfinished(
      SparkSession spark, String from, String to, String checkpoint) {
    UDF1<Long, String> waits =
        id -> {
          if (id == WAITS_AT) {
            new CountDownLatch(1).await();
          }
          return id.toString();
        };
    UserDefinedFunction text = functions.udf(waits, DataTypes.StringType);
    return source(spark, from)
        .select(functions.rpad(text.apply(functions.col("id")), 10_000, "x").as("value"))
        .writeStream()
        .format("text")
        .option("path", to)
        .option("checkpointLocation", checkpoint);
  }
}
