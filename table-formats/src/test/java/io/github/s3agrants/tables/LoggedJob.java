package io.github.s3agrants.tables;

import org.apache.spark.sql.SparkSession;

/** An application that writes an event log. */
public final class LoggedJob {
  private LoggedJob() {}

  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().appName("logged").getOrCreate();
    System.out.println(spark.range(10).count());
    spark.stop();
  }
}
