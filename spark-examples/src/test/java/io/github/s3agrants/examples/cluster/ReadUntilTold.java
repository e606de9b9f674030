package io.github.s3agrants.examples.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Reads the same objects again and again on each executor, until the test says stop. */
public final class ReadUntilTold {

  /** Each executor gives this when it has read each object once. */
  static final String READING = "reading";

  static final String STOP = "stop";

  /** So that the journal stays small. */
  private static final long PAUSE_MILLIS = 50;

  /**
   * What an executor came to.
   *
   * @param reads that succeeded
   * @param failures that reached the reader
   * @param slowest how long the slowest read took
   * @param example of a failure; empty if there was none
   */
  record Result(long reads, long failures, Duration slowest, String example) {
    String line() {
      return String.join(
          " ", String.valueOf(reads), String.valueOf(failures), slowest.toString(), example);
    }

    static Result of(String line) {
      String[] parts = line.split(" ", 4);
      return new Result(
          Long.parseLong(parts[0]), Long.parseLong(parts[1]), Duration.parse(parts[2]), parts[3]);
    }
  }

  private ReadUntilTold() {}

  /** The arguments are the folder of the signals, the number of executors, and the objects. */
  public static void main(String[] args) throws IOException {
    Signals signals = new Signals(args[0]);
    int executors = Integer.parseInt(args[1]);
    List<String> objects = List.of(args).subList(2, args.length);
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      SerializableConfiguration conf =
          new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
      new JavaSparkContext(spark.sparkContext())
          .parallelize(Collections.nCopies(executors, new ArrayList<>(objects)), executors)
          .map(mine -> read(mine, conf.value(), signals).line())
          .collect()
          .forEach(SparkApplication::say);
    }
  }

  /** What the executors came to, after they were told to stop. */
  static List<Result> results(SparkApplication application, int executors)
      throws IOException, InterruptedException {
    List<Result> results = new ArrayList<>();
    while (results.size() < executors) {
      results.add(Result.of(application.next()));
    }
    return results;
  }

  private static Result read(List<String> objects, Configuration conf, Signals signals)
      throws IOException, InterruptedException {
    long reads = 0;
    long failures = 0;
    Duration slowest = Duration.ZERO;
    String example = "";
    while (signals.given(STOP).isEmpty()) {
      for (String object : objects) {
        long start = System.nanoTime();
        try {
          read(object, conf);
          reads++;
        } catch (IOException e) {
          failures++;
          example = String.valueOf(e).replace('\n', ' ');
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        slowest = took.compareTo(slowest) > 0 ? took : slowest;
      }
      if (reads == objects.size()) {
        signals.give(READING, String.valueOf(ProcessHandle.current().pid()));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return new Result(reads, failures, slowest, example);
  }

  private static void read(String object, Configuration conf) throws IOException {
    Path path = new Path(object);
    try (InputStream in = path.getFileSystem(conf).open(path)) {
      in.readAllBytes();
    }
  }
}
