package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Iceberg's own S3 client, beside S3A in one job: HadoopCatalog renames with S3A. */
class IcebergFileIOIT {
  private static final String RESOLVING = "org.apache.iceberg.io.ResolvingFileIO";

  private static final Map<String, String> WAREHOUSES =
      Map.of(
          "plain", "s3a://plain/team/io",
          "vended", "s3a://vended/team/io",
          "past", "s3a://vended/team/past",
          "resolved", "s3a://vended/team/resolved");

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE = new LakehouseExtension(Lakehouse.USUAL, catalogs());

  /** The catalogs, by the file IO that each has. */
  static Map<String, String> catalogs() {
    Map<String, String> settings = new HashMap<>();
    settings.put("spark.sql.extensions", IcebergIT.EXTENSIONS);
    for (String catalog : WAREHOUSES.keySet()) {
      String key = "spark.sql.catalog." + catalog;
      settings.put(key, "org.apache.iceberg.spark.SparkCatalog");
      settings.put(key + ".type", "hadoop");
      settings.put(key + ".cache-enabled", "false");
      settings.put(key + ".warehouse", WAREHOUSES.get(catalog));
      settings.put(key + ".s3.endpoint", Lakehouse.ENDPOINT);
      settings.put(key + ".s3.path-style-access", "true");
      settings.put(key + ".client.region", "us-east-1");
    }
    settings.put("spark.sql.catalog.plain.io-impl", "org.apache.iceberg.aws.s3.S3FileIO");
    ownCredentials("plain", settings);
    settings.put(
        "spark.sql.catalog.vended.io-impl", "io.github.s3agrants.iceberg.AccessGrantsFileIO");
    settings.put("spark.sql.catalog.past.io-impl", RESOLVING);
    ownCredentials("past", settings);
    settings.put("spark.sql.catalog.resolved.io-impl", RESOLVING);
    settings.put(
        "spark.sql.catalog.resolved.client.factory",
        "io.github.s3agrants.iceberg.AccessGrantsClientFactory");
    // Iceberg gives Hadoop's configuration to a file IO that asks for it, and to no client factory.
    Lakehouse.ofLibrary(CurrentUser.class.getName())
        .forEach((key, value) -> settings.put("spark.sql.catalog.resolved.hadoop." + key, value));
    return settings;
  }

  private static void ownCredentials(String catalog, Map<String, String> settings) {
    settings.put(
        "spark.sql.catalog." + catalog + ".client.credentials-provider",
        CurrentUser.class.getName());
  }

  @Test
  void a_table_of_s3_file_io_needs_no_call_more_than_one_of_s3a(Lakehouse lake) throws Exception {
    Workload steps =
        new Workload()
            .sql(
                "create",
                "CREATE TABLE {bucket}.db.t (id BIGINT, day INT) USING iceberg PARTITIONED BY (day)")
            .sql("insert", "INSERT INTO {bucket}.db.t SELECT id, id % 3 FROM range(12)")
            .reads("read", "SELECT * FROM {bucket}.db.t")
            .refused("insert of a reader", "INSERT INTO {bucket}.db.t VALUES (99, 1)")
            .sql("update", "UPDATE {bucket}.db.t SET day = 7 WHERE id = 3")
            .reads("read again", "SELECT * FROM {bucket}.db.t")
            .sql("drop", "DROP TABLE {bucket}.db.t PURGE");

    Comparison both = Comparison.of(lake, steps).sendsNoMore();

    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of("owner READWRITE s3://vended/team/*", 1L, "reader READ s3://vended/team/*", 1L));
  }
}
