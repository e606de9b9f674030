package io.github.s3agrants.examples;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Totals by which two tables of {@link DelaysByState} are compared.
 *
 * @param rows the number of rows, one per state and month
 * @param flights the total number of flights
 * @param delayMinutes the total delay in minutes
 */
record Figures(long rows, long flights, long delayMinutes) {

  static Figures of(Dataset<Row> delays) {
    Row row =
        delays
            .agg(
                count(lit(1)),
                coalesce(sum("flights"), lit(0L)),
                coalesce(sum("delay_minutes"), lit(0L)))
            .head();
    return new Figures(row.getLong(0), row.getLong(1), row.getLong(2));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,d rows, %,d flights, %,d minutes", rows, flights, delayMinutes);
  }
}
