package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The configurations in {@code conf/} have the same settings, in several formats. */
class ReadyMadeConfigurationsTest {

  private static final String SPARK_PREFIX = "spark.hadoop.";

  @Test
  void core_site() {
    assertThat(coreSite("core-site.xml")).isEqualTo(ConfFiles.LIBRARY);
  }

  @Test
  void hadoop33() throws IOException {
    assertThat(coreSite("core-site-hadoop-3.3.xml")).isEqualTo(ConfFiles.LIBRARY_FOR_HADOOP33);
    assertThat(ConfFiles.properties("spark-defaults-hadoop-3.3.conf"))
        .isEqualTo(ConfFiles.LIBRARY_FOR_HADOOP33);
    // The library for Hadoop 3.3 has no plugin.
    assertThat(ConfFiles.propertiesWithPlugin("spark-defaults-hadoop-3.3.conf"))
        .isEqualTo(ConfFiles.LIBRARY_FOR_HADOOP33);
  }

  private static Map<String, String> coreSite(String file) {
    Configuration configuration = new Configuration(false);
    configuration.addResource(new Path(ConfFiles.CONF.resolve(file).toUri()));

    Map<String, String> settings = new HashMap<>();
    configuration.forEach(
        setting -> settings.put(SPARK_PREFIX + setting.getKey(), setting.getValue()));

    return settings;
  }

  @ParameterizedTest
  @ValueSource(strings = {"spark-defaults.conf", "databricks-cluster.conf"})
  void properties(String file) throws IOException {
    assertThat(ConfFiles.properties(file)).isEqualTo(ConfFiles.LIBRARY);
    assertThat(ConfFiles.propertiesWithPlugin(file)).isEqualTo(ConfFiles.WITH_PLUGIN);
  }

  @Test
  void emr() throws IOException {
    assertThat(emrClassifications("emr-configurations.json"))
        .isEqualTo(Map.of("spark-defaults", ConfFiles.LIBRARY));
  }

  @Test
  void emr_with_the_plugin() throws IOException {
    assertThat(emrClassifications("emr-configurations-plugin.json"))
        .isEqualTo(
            Map.of("spark-defaults", ConfFiles.WITH_PLUGIN, "yarn-site", ConfFiles.PROTECTED_RPC));
  }

  @Test
  void known_keys() throws ReflectiveOperationException, IOException {
    KnownKeys known = new KnownKeys();

    assertThat(ConfFiles.WITH_PLUGIN.keySet()).allMatch(known::contains);
    assertThat(ConfFiles.LIBRARY_FOR_HADOOP33.keySet()).allMatch(known::contains);
    assertThat(known.contains("spark.hadoop.fs.s3a.accessgrants.fallbck")).isFalse();
    assertThat(known.contains("spark.hadoop.fs.s3a.audit.enabld")).isFalse();
    assertThat(known.contains("spark.network.crypto.saslFallbck")).isFalse();
  }

  private static Map<String, Map<String, String>> emrClassifications(String file)
      throws IOException {
    Map<String, Map<String, String>> classifications = new HashMap<>();
    for (JsonNode node : new ObjectMapper().readTree(ConfFiles.CONF.resolve(file).toFile())) {
      Map<String, String> settings = new HashMap<>();
      node.path("Properties")
          .properties()
          .forEach(property -> settings.put(property.getKey(), property.getValue().textValue()));
      classifications.put(node.path("Classification").asText(), settings);
    }
    return classifications;
  }
}
