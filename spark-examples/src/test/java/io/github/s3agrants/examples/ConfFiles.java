package io.github.s3agrants.examples;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in {@code conf/}, and what they must say. */
public final class ConfFiles {

  static final Path CONF = Path.of("..", "conf");

  /** The settings that all files have in common. */
  static final Map<String, String> LIBRARY =
      Map.of(
          "spark.hadoop.fs.s3a.aws.credentials.provider",
          "io.github.s3agrants.AccessGrantsCredentialsProvider",
          "spark.hadoop.fs.s3a.audit.execution.interceptors",
          "io.github.s3agrants.AccessGrantsInterceptor",
          "spark.hadoop.fs.s3a.audit.enabled",
          "true",
          "spark.hadoop.fs.s3a.accessgrants.fallback",
          "false");

  /** The settings that the files for Hadoop 3.3 have in common. */
  static final Map<String, String> LIBRARY_FOR_HADOOP33 =
      Map.of(
          "spark.hadoop.fs.s3a.aws.credentials.provider",
          "io.github.s3agrants.hadoop33.AccessGrantsV1CredentialsProvider",
          "spark.hadoop.fs.s3a.custom.signers",
          "AccessGrants:io.github.s3agrants.hadoop33.AccessGrantsV1Signer",
          "spark.hadoop.fs.s3a.s3.signing-algorithm",
          "AccessGrants",
          "spark.hadoop.fs.s3a.audit.enabled",
          "true",
          "spark.hadoop.fs.s3a.directory.marker.retention",
          "keep",
          "spark.hadoop.fs.s3a.accessgrants.fallback",
          "false");

  /** Spark's authenticated and encrypted RPC. */
  static final Map<String, String> PROTECTED_RPC =
      Map.of(
          "spark.authenticate",
          "true",
          "spark.network.crypto.enabled",
          "true",
          "spark.network.crypto.saslFallback",
          "false");

  /** The settings with which the driver vends for all executors. */
  static final Map<String, String> WITH_PLUGIN =
      union(
          union(LIBRARY, PROTECTED_RPC),
          Map.of("spark.plugins", "io.github.s3agrants.spark.AccessGrantsPlugin"));

  private ConfFiles() {}

  static Map<String, String> union(Map<String, String> some, Map<String, String> others) {
    Map<String, String> all = new HashMap<>(some);
    all.putAll(others);
    return Map.copyOf(all);
  }

  /** The settings of a properties file. */
  static Map<String, String> properties(String file) throws IOException {
    try (Reader reader = Files.newBufferedReader(CONF.resolve(file))) {
      return properties(reader);
    }
  }

  /** The settings of a properties file if the lines of the plugin are uncommented. */
  static Map<String, String> propertiesWithPlugin(String file) throws IOException {
    String text =
        Files.readString(CONF.resolve(file))
            .replaceAll("(?m)^#(spark\\.(plugins|authenticate|network\\.crypto\\.\\w+) )", "$1");
    return properties(new StringReader(text));
  }

  private static Map<String, String> properties(Reader reader) throws IOException {
    Properties properties = new Properties();
    properties.load(reader);
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, key -> properties.getProperty(key).strip()));
  }

  /** The documents of a YAML file, each a map. */
  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> yaml(String file) throws IOException {
    Load load = new Load(LoadSettings.builder().setLabel(file).build());
    Iterable<Object> documents = load.loadAllFromString(Files.readString(CONF.resolve(file)));
    return StreamSupport.stream(documents.spliterator(), false)
        .map(document -> (Map<String, Object>) document)
        .toList();
  }
}
