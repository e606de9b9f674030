package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** The four configurations in {@code conf/}, in four formats, have the same settings. */
class ReadyMadeConfigurationsTest {

  private static final Path CONF = Path.of("..", "conf");
  private static final String SPARK_PREFIX = "spark.hadoop.";

  private static final Map<String, String> EXPECTED =
      Map.of(
          "fs.s3a.aws.credentials.provider",
          "io.github.s3agrants.AccessGrantsCredentialsProvider",
          "fs.s3a.audit.execution.interceptors",
          "io.github.s3agrants.AccessGrantsInterceptor",
          "fs.s3a.audit.enabled",
          "true",
          "fs.s3a.accessgrants.fallback",
          "false");

  @Test
  void core_site() {
    Configuration configuration = new Configuration(false);
    configuration.addResource(new org.apache.hadoop.fs.Path(CONF.resolve("core-site.xml").toUri()));

    Map<String, String> settings = new HashMap<>();
    configuration.forEach(setting -> settings.put(setting.getKey(), setting.getValue()));

    assertThat(settings).isEqualTo(EXPECTED);
  }

  @Test
  void spark_defaults() throws IOException {
    assertThat(sparkSettings("spark-defaults.conf")).isEqualTo(EXPECTED);
  }

  @Test
  void databricks() throws IOException {
    assertThat(sparkSettings("databricks-cluster.conf")).isEqualTo(EXPECTED);
  }

  @Test
  void emr() throws IOException {
    JsonNode classifications =
        new ObjectMapper().readTree(CONF.resolve("emr-configurations.json").toFile());
    Map<String, String> settings = new HashMap<>();
    for (JsonNode classification : classifications) {
      assertThat(classification.path("Classification").asText()).isEqualTo("spark-defaults");
      classification
          .path("Properties")
          .properties()
          .forEach(
              property ->
                  settings.put(hadoopKey(property.getKey()), property.getValue().textValue()));
    }

    assertThat(settings).isEqualTo(EXPECTED);
  }

  private static Map<String, String> sparkSettings(String file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(CONF.resolve(file))) {
      properties.load(reader);
    }
    Map<String, String> settings = new HashMap<>();
    for (String key : properties.stringPropertyNames()) {
      settings.put(hadoopKey(key), properties.getProperty(key).strip());
    }
    return settings;
  }

  private static String hadoopKey(String sparkKey) {
    assertThat(sparkKey).startsWith(SPARK_PREFIX);
    return sparkKey.substring(SPARK_PREFIX.length());
  }
}
