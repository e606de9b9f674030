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

  /** The Hadoop configuration of {@code spark-submit}, which Spark puts into YARN's containers. */
  private static final String OF_CONTAINER = "__spark_hadoop_conf__.xml";

  private static String line(List<String> contents, Configuration conf) {
    Stream<String> variables =
        System.getenv().keySet().stream().filter(name -> name.startsWith("AWS")).sorted();
    Stream<String> keys =
        Stream.of("fs.s3a.access.key", "fs.s3a.secret.key", "fs.s3a.session.token")
            .flatMap(
                key ->
                    Stream.of(
                        conf.get(key) == null ? "" : key,
                        container().get(key) == null ? "" : key + " in its container"))
            .filter(found -> !found.isEmpty());
    List<String> identity = Stream.concat(variables, keys).toList();
    return "executor " + SparkEnv.get().executorId() + ": " + contents + ", " + identity;
  }

  private static Configuration container() {
    Configuration container = new Configuration(false);
    container.setQuietMode(true);
    container.addResource(OF_CONTAINER);
    return container;
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
