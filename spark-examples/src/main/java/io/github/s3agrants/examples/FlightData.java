package io.github.s3agrants.examples;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads flights and airports. The schemas are fixed, so that Spark does not read the files twice to
 * infer them.
 */
final class FlightData {

  private static final String FLIGHTS_SCHEMA =
      "date STRING, delay INT, distance INT, origin STRING, destination STRING";
  private static final String AIRPORTS_SCHEMA =
      "iata STRING, name STRING, city STRING, state STRING, country STRING,"
          + " latitude DOUBLE, longitude DOUBLE";

  private FlightData() {}

  /** Flights from a JSON array, or from Parquet with the same columns. */
  static Dataset<Row> flights(SparkSession spark, String path) {
    if (path.endsWith(".parquet")) {
      return spark.read().parquet(path).select("date", "delay", "origin");
    }
    return spark.read().schema(FLIGHTS_SCHEMA).option("multiLine", true).json(path);
  }

  static Dataset<Row> airports(SparkSession spark, String path) {
    return spark.read().schema(AIRPORTS_SCHEMA).option("header", true).csv(path);
  }
}
