package io.github.s3agrants.examples.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the same objects on each executor. A line per executor says what was read, and where it has
 * an AWS identity: the names of environment variables, and of keys of the configuration.
 */
public final class ReadOnEachExecutor {

  private ReadOnEachExecutor() {}

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
          .map(
              mine -> {
                signals.meet("read", executors);
                return line(read(mine, conf.value()), conf.value());
              })
          .collect()
          .forEach(SparkApplication::say);
    }
  }

  private static String line(List<String> contents, Configuration conf) {
    Stream<String> variables =
        System.getenv().keySet().stream().filter(name -> name.startsWith("AWS")).sorted();
    Stream<String> keys = Stream.of("fs.s3a.secret.key").filter(key -> conf.get(key) != null);
    List<String> identity = Stream.concat(variables, keys).toList();
    return "executor " + SparkEnv.get().executorId() + ": " + contents + ", " + identity;
  }

  private static List<String> read(List<String> objects, Configuration conf) throws IOException {
    List<String> contents = new ArrayList<>();
    for (String object : objects) {
      Path path = new Path(object);
      try (InputStream in = path.getFileSystem(conf).open(path)) {
        contents.add(new String(in.readAllBytes(), UTF_8));
      }
    }
    return contents;
  }
}
