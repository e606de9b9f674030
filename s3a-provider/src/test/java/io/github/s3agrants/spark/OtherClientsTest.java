package io.github.s3agrants.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testing.CapturedLog;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** The driver warns of each catalog whose requests would not go through the library. */
class OtherClientsTest {
  private final SparkConf conf = new SparkConf(false);

  private void catalog(String name, String type) {
    conf.set("spark.sql.catalog." + name, "org.apache.iceberg.spark.SparkCatalog");
    conf.set("spark.sql.catalog." + name + ".type", type);
  }

  private List<String> warnings() {
    try (CapturedLog log = new CapturedLog()) {
      OtherClients.warn(conf);
      return log.linesOf(OtherClients.class);
    }
  }

  @Test
  void each_is_named_with_what_to_set() {
    catalog("prod", "rest");
    catalog("glue", "glue");
    catalog("lake", "hadoop");
    conf.set("spark.sql.catalog.prod.credential", "a-secret-of-the-catalog");
    assertThat(warnings())
        .hasSize(2)
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains(
                        "WARN",
                        "Iceberg catalog prod reads and writes with"
                            + " org.apache.iceberg.io.ResolvingFileIO",
                        "Set spark.sql.catalog.prod.io-impl to"
                            + " org.apache.iceberg.hadoop.HadoopFileIO")
                    .doesNotContain("a-secret-of-the-catalog"))
        .anySatisfy(line -> assertThat(line).contains("Iceberg catalog glue", "S3FileIO"));
  }

  @Test
  void nothing_is_said_where_s3a_reads_and_writes() {
    catalog("lake", "hadoop");
    assertThat(warnings()).isEmpty();
  }
}
