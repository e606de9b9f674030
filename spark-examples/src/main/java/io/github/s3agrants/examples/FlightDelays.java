package io.github.s3agrants.examples;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.slf4j.LoggerFactory;

/**
 * An ordinary Spark job without any code for Access Grants. It reads flights and airports, writes
 * delays by state and month, reads them back, overwrites them, and reads them again. It fails if it
 * reads back anything else than it wrote, or if access to two paths without a grant is not denied.
 */
public final class FlightDelays {

  private static final String USAGE =
      "usage: FlightDelays FLIGHTS AIRPORTS OUTPUT MAY_NOT_WRITE MAY_NOT_READ";

  /** The delay from which the Bureau of Transportation Statistics counts a flight as late. */
  private static final int LATE_MINUTES = 15;

  private final SparkSession spark;

  private FlightDelays(SparkSession spark) {
    this.spark = spark;
  }

  public static void main(String[] args) {
    if (args.length != 5) {
      throw new IllegalArgumentException(USAGE);
    }
    try {
      run(args);
    } catch (Exception e) { // also the checked ones that Spark throws and does not declare
      LoggerFactory.getLogger(FlightDelays.class).error("Failed", e);
      System.err.println("FlightDelays failed: " + firstLine(e));
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      if (root != e) {
        System.err.println("  because of: " + firstLine(root));
      }
      System.exit(1);
    }
  }

  private static void run(String[] args) throws IOException { // Spark 4's close() declares it
    try (SparkSession spark = SparkSession.builder().appName("FlightDelays").getOrCreate()) {
      FlightDelays job = new FlightDelays(spark);
      job.delays(args[0], args[1], args[2]);
      job.denials(args[1], args[3], args[4]);
    }
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

    say("          the ten states where flights leave latest, on average:");
    say(format("            %-8s %10s %14s", "state", "flights", "delay (min)"));
    List<Row> worst = DelaysByState.worst(written, 10).collectAsList();
    for (Row row : worst) {
      say(
          format(
              "            %-8s %,10d %14.1f",
              row.<String>getAs("state"),
              row.<Long>getAs("flights"),
              row.<Double>getAs("average_delay")));
    }

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
    String write = Denial.of("writing " + mayNotWrite, () -> airports.write().parquet(mayNotWrite));
    say("refused   writing " + mayNotWrite + ":");
    sayAtLength(write);
    String read = Denial.of("reading " + mayNotRead, () -> spark.read().text(mayNotRead).count());
    say("refused   reading " + mayNotRead + ":");
    sayAtLength(read);
  }

  private static void check(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          "Wrong figures in " + what + ": expected " + expected + ", but found " + actual);
    }
  }

  private static String firstLine(Throwable e) {
    return e.toString().lines().findFirst().orElse("");
  }

  private static void sayAtLength(String message) {
    message
        .replaceAll("(.{1,100})(\\s+|$)", "$1\n")
        .lines()
        .forEach(line -> say("          " + line));
  }

  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static void say(String line) {
    System.out.println("      " + line);
  }
}
