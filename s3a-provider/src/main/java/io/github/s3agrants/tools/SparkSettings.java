package io.github.s3agrants.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.settings.IcebergCatalog;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Spark's settings. {@code spark.hadoop.KEY} sets KEY in the Configuration of a job. They are in
 * conf/spark-defaults.conf, and spark-submit hands them to a program as system properties.
 */
final class SparkSettings {
  private static final String FOR_HADOOP = "spark.hadoop.";
  private static final String SPARK = "spark.";

  private final Optional<Path> file;
  private final List<IcebergCatalog> icebergCatalogs;

  private SparkSettings(Optional<Path> file, List<IcebergCatalog> icebergCatalogs) {
    this.file = file;
    this.icebergCatalogs = List.copyOf(icebergCatalogs);
  }

  /**
   * Sets those for Hadoop in a Configuration, in the order in which Spark reads them: the file, the
   * system properties, the command line.
   *
   * @throws IOException if the file that the user names cannot be read
   */
  static SparkSettings apply(
      Configuration conf, DoctorOptions options, Map<String, String> environment)
      throws IOException {
    Map<String, String> catalogs = new TreeMap<>();
    Optional<Path> file = options.propertiesFile().map(Path::of).or(() -> defaults(environment));
    if (file.isPresent()) {
      set(conf, catalogs, read(file.get()), file.get().toString());
    }
    set(conf, catalogs, System.getProperties(), "the system properties");
    options.conf().forEach((key, value) -> set(conf, catalogs, key, value, "the command line"));
    return new SparkSettings(file, IcebergCatalog.in(catalogs));
  }

  /** The file that was read; empty if there is none. */
  Optional<Path> file() {
    return file;
  }

  /** The catalogs of Iceberg that a job would have. */
  List<IcebergCatalog> icebergCatalogs() {
    return icebergCatalogs;
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

  private static void set(
      Configuration conf, Map<String, String> catalogs, Properties properties, String source) {
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith(SPARK)) {
        set(conf, catalogs, key, properties.getProperty(key), source);
      }
    }
  }

  private static void set(
      Configuration conf, Map<String, String> catalogs, String key, String value, String source) {
    if (key.startsWith(FOR_HADOOP)) {
      conf.set(key.substring(FOR_HADOOP.length()), value.trim(), source);
    } else if (IcebergCatalog.isSetting(key)) {
      catalogs.put(key, value.trim());
    } else if (!key.startsWith(SPARK)) {
      conf.set(key, value.trim(), source);
    }
  }
}
