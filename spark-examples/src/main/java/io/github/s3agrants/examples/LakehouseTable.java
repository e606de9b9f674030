package io.github.s3agrants.examples;

import static io.github.s3agrants.examples.ExampleJob.format;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.substring;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.to_date;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The Iceberg table of the lakehouse example: columns {@code date}, {@code delay}, {@code origin}.
 */
final class LakehouseTable {

  /** The tag of the snapshot after the first load. */
  private static final String FIRST_LOAD = "first_load";

  private final SparkSession spark;
  private final String name;

  /**
   * A table that need not exist.
   *
   * @param name with catalog and namespace
   */
  LakehouseTable(SparkSession spark, String name) {
    this.spark = spark;
    this.name = name;
  }

  /** Creates it, partitioned by month. Deletes are written to files of their own. */
  void create() {
    sql(
        "CREATE TABLE %s (date DATE, delay INT, origin STRING) USING iceberg"
            + " PARTITIONED BY (months(date))"
            + " TBLPROPERTIES ('format-version'='2', 'write.delete.mode'='merge-on-read')");
  }

  /** Appends flights. */
  void append(Dataset<Row> flights) {
    flights.createOrReplaceTempView("new_flights");
    sql("INSERT INTO %s SELECT date, delay, origin FROM new_flights");
  }

  /** Gives the present snapshot its name. */
  void tagFirstLoad() {
    sql("ALTER TABLE %s CREATE TAG " + FIRST_LOAD);
  }

  /** Runs a statement with the table's name in place of {@code %s}. */
  Dataset<Row> sql(String statement) {
    return spark.sql(String.format(statement, name));
  }

  /** Merges small files, and applies the deletes. */
  void compact() {
    spark.sql(
        String.format(
            "CALL %s.system.rewrite_data_files(table => '%s', options => map('rewrite-all', 'true', 'remove-dangling-deletes', 'true'))",
            name.substring(0, name.indexOf('.')), name));
  }

  /** Its flights at present, also if somebody else has changed them since. */
  Dataset<Row> flights() {
    refresh();
    return sql("SELECT * FROM %s");
  }

  private void refresh() {
    sql("REFRESH TABLE %s");
  }

  /** Its flights after the first load. */
  Dataset<Row> firstLoad() {
    return sql("SELECT * FROM %s VERSION AS OF '" + FIRST_LOAD + "'");
  }

  /** The number of its data and delete files. */
  long files() {
    refresh();
    return sql("SELECT count(*) FROM %s.files").head().getLong(0);
  }

  /** The ID of its present snapshot. */
  long snapshot() {
    refresh();
    return sql("SELECT snapshot_id FROM %s.refs WHERE name = 'main'").head().getLong(0);
  }

  /** Flights of {@link FlightData} with the table's columns. */
  static Dataset<Row> rows(Dataset<Row> flights) {
    return flights.select(
        to_date(regexp_replace(substring(col("date"), 1, 10), "/", "-")).as("date"),
        col("delay"),
        col("origin"));
  }

  /** Totals by month of the table's flights, or of {@link #rows}. */
  static Figures figures(Dataset<Row> flights) {
    return Figures.of(
        flights
            .groupBy(substring(col("date"), 1, 7).as("month"))
            .agg(count(lit(1)).as("flights"), sum("delay").as("delay_minutes")));
  }

  /** What {@link #figures} has, in words. */
  static String inWords(Figures months) {
    return format(
        "%,d flights of %,d months, %,d minutes late in all",
        months.flights(), months.rows(), months.delayMinutes());
  }

  @Override
  public String toString() {
    return name;
  }
}
