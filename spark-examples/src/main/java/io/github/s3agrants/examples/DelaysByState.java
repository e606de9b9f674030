package io.github.s3agrants.examples;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Delays by the state of the origin airport and by month: columns {@code state}, {@code month}
 * ({@code 2001-01}), {@code flights} and {@code delay_minutes}.
 */
final class DelaysByState {

  /** The state of flights whose origin is not in the list of airports, so that all are counted. */
  static final String UNKNOWN_STATE = "unknown";

  private DelaysByState() {}

  static Dataset<Row> of(Dataset<Row> flights, Dataset<Row> airports) {
    return flights
        .join(airports, flights.col("origin").equalTo(airports.col("iata")), "left")
        .withColumn("state", coalesce(col("state"), lit(UNKNOWN_STATE)))
        .withColumn("month", regexp_replace(substring(col("date"), 1, 7), "/", "-"))
        .groupBy("state", "month")
        .agg(count(lit(1)).as("flights"), sum("delay").as("delay_minutes"));
  }

  /** The states with the longest average delay over all months, the worst first. */
  static Dataset<Row> worst(Dataset<Row> delays, int states) {
    return delays
        .groupBy("state")
        .agg(sum("flights").as("flights"), sum("delay_minutes").as("delay_minutes"))
        .withColumn("average_delay", round(col("delay_minutes").divide(col("flights")), 1))
        .orderBy(desc("average_delay"), col("state"))
        .limit(states);
  }
}
