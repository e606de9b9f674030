package io.github.s3agrants.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Repeats the work of {@link FlightDelays} for the benchmark {@code spark-overhead}. Each line of
 * standard input is {@code cold FOLDER} or {@code warm FOLDER}; the answer is the job's time in
 * milliseconds. {@code cold} closes all file systems first, so that S3A starts anew. The program
 * ends at the end of its input.
 */
public final class TimedRounds {

  private final SparkSession spark;

  private TimedRounds(SparkSession spark) {
    this.spark = spark;
  }

  public static void main(String[] args) throws IOException {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      TimedRounds rounds = new TimedRounds(spark);
      BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        String[] command = line.split(" ", 2);
        if (command[0].equals("cold")) {
          FileSystem.closeAll();
        }
        System.out.println(rounds.time(command[1]));
      }
    }
  }

  private double time(String folder) {
    long start = System.nanoTime();
    Dataset<Row> flights = FlightData.flights(spark, folder + "/flights.json");
    Dataset<Row> airports = FlightData.airports(spark, folder + "/airports.csv");
    String output = folder + "/delays";
    DelaysByState.of(flights, airports)
        .write()
        .mode(SaveMode.Overwrite)
        .partitionBy("month")
        .parquet(output);
    Figures written = Figures.of(spark.read().parquet(output));
    double millis = (System.nanoTime() - start) / 1e6;
    if (written.flights() == 0) {
      throw new IllegalStateException("Nothing was written to " + output);
    }
    return millis;
  }
}
