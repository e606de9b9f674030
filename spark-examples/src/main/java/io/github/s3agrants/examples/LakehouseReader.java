package io.github.s3agrants.examples;

import static io.github.s3agrants.examples.ExampleJob.check;
import static io.github.s3agrants.examples.ExampleJob.refused;
import static io.github.s3agrants.examples.ExampleJob.say;
import static io.github.s3agrants.examples.ExampleJob.sayWorst;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A team that may read the Iceberg table: asks it a question, reads it as it was after the first
 * load, and is refused when it appends. It fails if it finds anything else than the owner left.
 */
public final class LakehouseReader {

  private static final String USAGE = "LakehouseReader TABLE AIRPORTS FIGURES_FILE";

  private LakehouseReader() {}

  public static void main(String[] args) {
    ExampleJob.run(
        LakehouseReader.class,
        USAGE,
        args,
        spark -> read(spark, new LakehouseTable(spark, args[0]), args[1], Path.of(args[2])));
  }

  private static void read(SparkSession spark, LakehouseTable table, String airports, Path figures)
      throws IOException {
    List<String> told = Files.readAllLines(figures);
    Dataset<Row> flights = table.flights();
    Figures now = LakehouseTable.figures(flights);
    check(table.toString(), told.get(1), now.toString());
    say("read      " + table + ": " + LakehouseTable.inWords(now));
    say("          " + airports);
    Dataset<Row> delays = DelaysByState.of(flights, FlightData.airports(spark, airports));
    check("flights after the join", now.flights(), Figures.of(delays).flights());
    sayWorst(delays);

    Figures firstLoad = LakehouseTable.figures(table.firstLoad());
    check(table + " after the first load", told.get(0), firstLoad.toString());
    say("read      " + table + " as it was after the first load:");
    say("          " + LakehouseTable.inWords(firstLoad));

    long snapshot = table.snapshot();
    refused("appending to " + table, () -> table.append(flights.limit(1)));
    check("the snapshot of " + table, snapshot, table.snapshot());
    check(table.toString(), now, LakehouseTable.figures(table.flights()));
    say("read      " + table + ": it is unchanged");
  }
}
