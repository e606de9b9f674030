package io.github.s3agrants.examples;

import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.LoggerFactory;

/** What the jobs of the example share: how they begin and end, and what they print. */
final class ExampleJob {

  /** What a job does with Spark. */
  interface Body {
    void run(SparkSession spark) throws Exception;
  }

  private ExampleJob() {}

  /**
   * Runs a job. If it fails, says so in two lines, leaves the rest to the log, and ends the JVM.
   *
   * @param usage the name of the job and of each of its arguments
   */
  static void run(Class<?> job, String usage, String[] args, Body body) {
    if (args.length != usage.split(" ", -1).length - 1) {
      throw new IllegalArgumentException("usage: " + usage);
    }
    try (SparkSession spark = SparkSession.builder().appName(job.getSimpleName()).getOrCreate()) {
      body.run(spark);
    } catch (Exception e) { // also the checked ones that Spark throws and does not declare
      LoggerFactory.getLogger(job).error("Failed", e);
      System.err.println(job.getSimpleName() + " failed: " + firstLine(e));
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

  private static String firstLine(Throwable e) {
    return e.toString().lines().findFirst().orElse("");
  }

  /** Fails the job if it did not find what it expected. */
  static void check(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new IllegalStateException(
          "Wrong figures in " + what + ": expected " + expected + ", but found " + actual);
    }
  }

  /** Does what there is no grant for, and prints the refusal. Fails the job if it is allowed. */
  static void refused(String what, Runnable action) {
    String message = Denial.of(what, action);
    say("refused   " + what + ":");
    sayAtLength(message);
  }

  /** Prints where flights leave latest. */
  static void sayWorst(Dataset<Row> delays) {
    say("          the ten states where flights leave latest, on average:");
    say(format("            %-8s %10s %14s", "state", "flights", "delay (min)"));
    for (Row row : DelaysByState.worst(delays, 10).collectAsList()) {
      say(
          format(
              "            %-8s %,10d %14.1f",
              row.<String>getAs("state"),
              row.<Long>getAs("flights"),
              row.<Double>getAs("average_delay")));
    }
  }

  /** Prints a line below the step of {@code bin/run-example}. */
  static void say(String line) {
    System.out.println("      " + line);
  }

  private static void sayAtLength(String message) {
    message
        .replaceAll("(.{1,100})(\\s+|$)", "$1\n")
        .lines()
        .forEach(line -> say("          " + line));
  }

  static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
