package io.github.s3agrants.examples;

import static io.github.s3agrants.examples.ExampleJob.check;
import static io.github.s3agrants.examples.ExampleJob.format;
import static io.github.s3agrants.examples.ExampleJob.refused;
import static io.github.s3agrants.examples.ExampleJob.say;
import static io.github.s3agrants.examples.ExampleJob.sayWorst;
import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * An ordinary Spark job without any code for Access Grants. It reads flights and airports, writes
 * delays by state and month, reads them back, overwrites them, and reads them again. It fails if it
 * reads back anything else than it wrote, or if access to two paths without a grant is not denied.
 */
public final class FlightDelays {

  private static final String USAGE =
      "FlightDelays FLIGHTS AIRPORTS OUTPUT MAY_NOT_WRITE MAY_NOT_READ";

  /** The delay from which the Bureau of Transportation Statistics counts a flight as late. */
  private static final int LATE_MINUTES = 15;

  private final SparkSession spark;

  private FlightDelays(SparkSession spark) {
    this.spark = spark;
  }

  public static void main(String[] args) {
    ExampleJob.run(
        FlightDelays.class,
        USAGE,
        args,
        spark -> {
          FlightDelays job = new FlightDelays(spark);
          job.delays(args[0], args[1], args[2]);
          job.denials(args[1], args[3], args[4]);
        });
  }

  private void delays(String flightsPath, String airportsPath, String output) {
    say("read      " + flightsPath);
    say("          " + airportsPath);
    Dataset<Row> flights = FlightData.flights(spark, flightsPath).cache();
    Dataset<Row> airports = FlightData.airports(spark, airportsPath).cache();
    say(format("          %,d flights, %,d airports", flights.count(), airports.count()));

    Dataset<Row> all = DelaysByState.of(flights, airports);
    Dataset<Row> written = writeAndReadBack("write     ", all, output);
    check("flights after the join", flights.count(), Figures.of(written).flights());

    sayWorst(written);

    Dataset<Row> late = DelaysByState.of(flights.filter(col("delay").geq(LATE_MINUTES)), airports);
    writeAndReadBack("overwrite ", late, output);
  }

  private Dataset<Row> writeAndReadBack(String what, Dataset<Row> delays, String path) {
    Figures expected = Figures.of(delays);
    say(what + path + ", a folder per month: " + expected);
    delays.write().mode(SaveMode.Overwrite).partitionBy("month").parquet(path);
    Dataset<Row> written = spark.read().parquet(path);
    Figures actual = Figures.of(written);
    check(path, expected, actual);
    say("read back " + path + ": the same " + actual);
    return written;
  }

  private void denials(String airportsPath, String mayNotWrite, String mayNotRead) {
    Dataset<Row> airports = FlightData.airports(spark, airportsPath);
    refused("writing " + mayNotWrite, () -> airports.write().parquet(mayNotWrite));
    refused("reading " + mayNotRead, () -> spark.read().text(mayNotRead).count());
  }
}
