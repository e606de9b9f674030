package io.github.s3agrants.examples;

import static io.github.s3agrants.examples.ExampleJob.check;
import static io.github.s3agrants.examples.ExampleJob.say;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The team that owns the Iceberg table: creates it from flights, appends, updates and deletes, and
 * compacts it. It fails if the table has anything else than the flights say. What others will find
 * in it is written to a local file.
 */
public final class LakehouseOwner {

  private static final String USAGE = "LakehouseOwner FLIGHTS TABLE FIGURES_FILE";

  private LakehouseOwner() {}

  public static void main(String[] args) {
    ExampleJob.run(
        LakehouseOwner.class,
        USAGE,
        args,
        spark -> fill(spark, args[0], new LakehouseTable(spark, args[1]), Path.of(args[2])));
  }

  private static void fill(SparkSession spark, String path, LakehouseTable table, Path figures)
      throws IOException {
    say("read      " + path);
    Dataset<Row> flights = LakehouseTable.rows(FlightData.flights(spark, path)).cache();
    Column lastMonth =
        date_trunc("month", lit(flights.agg(max("date")).head().getDate(0))).cast("date");

    table.create();
    say("create    " + table + ", an Iceberg table with a partition per month");
    Dataset<Row> first = flights.filter(col("date").lt(lastMonth));
    table.append(first);
    table.tagFirstLoad();
    Figures firstLoad = found("append    all months but the last", table, first);
    table.append(flights.filter(not(col("date").lt(lastMonth))));
    found("append    the last month", table, flights);

    table.sql("UPDATE %s SET delay = 0 WHERE delay < 0");
    Dataset<Row> onTime = flights.withColumn("delay", greatest(col("delay"), lit(0)));
    found("update    flights that left early are on time", table, onTime);
    table.sql("DELETE FROM %s WHERE delay > 360");
    Dataset<Row> usual = onTime.filter(not(col("delay").gt(360)));
    Figures last = found("delete    flights that left more than six hours late", table, usual);

    long files = table.files();
    table.compact();
    check(table + " after the compaction", last, LakehouseTable.figures(table.flights()));
    say("compact   " + files + " data and delete files to " + table.files());
    Files.write(figures, List.of(firstLoad.toString(), last.toString()));
  }

  /** Also true of what is not known. */
  private static Column not(Column condition) {
    return when(coalesce(condition, lit(false)), false).otherwise(true);
  }

  private static Figures found(String what, LakehouseTable table, Dataset<Row> flights) {
    Figures expected = LakehouseTable.figures(flights);
    check(table + " after " + what, expected, LakehouseTable.figures(table.flights()));
    say(what);
    say("          " + table + " has " + LakehouseTable.inWords(expected));
    return expected;
  }
}
