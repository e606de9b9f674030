package io.github.s3agrants.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Spark's settings for Hadoop: {@code spark.hadoop.KEY} sets KEY in the Configuration of a job.
 * They are in conf/spark-defaults.conf, and spark-submit hands them to a program as system
 * properties.
 */
final class SparkSettings {
  private static final String FOR_HADOOP = "spark.hadoop.";
  private static final String SPARK = "spark.";

  private SparkSettings() {}

  /**
   * Sets them in a Configuration, in the order in which Spark reads them: the file, the system
   * properties, the command line.
   *
   * @return the file that was read; empty if there is none
   * @throws IOException if the file that the user names cannot be read
   */
  static Optional<Path> apply(
      Configuration conf, DoctorOptions options, Map<String, String> environment)
      throws IOException {
    Optional<Path> file = options.propertiesFile().map(Path::of).or(() -> defaults(environment));
    if (file.isPresent()) {
      set(conf, read(file.get()), file.get().toString());
    }
    set(conf, System.getProperties(), "the system properties");
    options.conf().forEach((key, value) -> set(conf, key, value, "the command line"));
    return file;
  }

  private static Optional<Path> defaults(Map<String, String> environment) {
    return Stream.of(
            Optional.ofNullable(environment.get("SPARK_CONF_DIR")).map(Path::of),
            Optional.ofNullable(environment.get("SPARK_HOME")).map(home -> Path.of(home, "conf")))
        .flatMap(Optional::stream)
        .map(folder -> folder.resolve("spark-defaults.conf"))
        .filter(Files::isReadable)
        .findFirst();
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
      properties.load(reader);
    }
    return properties;
  }

  private static void set(Configuration conf, Properties properties, String source) {
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(FOR_HADOOP)) {
        set(conf, key, properties.getProperty(key), source);
      }
    }
  }

  private static void set(Configuration conf, String key, String value, String source) {
    if (key.startsWith(FOR_HADOOP)) {
      conf.set(key.substring(FOR_HADOOP.length()), value.trim(), source);
    } else if (!key.startsWith(SPARK)) {
      conf.set(key, value.trim(), source);
    }
  }
}
