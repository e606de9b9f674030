package io.github.s3agrants.examples;

import static io.github.s3agrants.examples.ExampleJob.format;
import static io.github.s3agrants.examples.ExampleJob.refused;
import static io.github.s3agrants.examples.ExampleJob.say;

import org.apache.spark.sql.SparkSession;

/** A team with a grant, but none on the Iceberg table: reads airports, and is refused the table. */
public final class LakehouseOutsider {

  private static final String USAGE = "LakehouseOutsider AIRPORTS TABLE";

  private LakehouseOutsider() {}

  public static void main(String[] args) {
    ExampleJob.run(
        LakehouseOutsider.class,
        USAGE,
        args,
        spark -> read(spark, args[0], new LakehouseTable(spark, args[1])));
  }

  private static void read(SparkSession spark, String airports, LakehouseTable table) {
    say("read      " + airports);
    say(format("          %,d airports", FlightData.airports(spark, airports).count()));
    refused("reading " + table, () -> table.sql("SELECT count(*) FROM %s").head());
  }
}
