package io.github.s3agrants.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Iceberg catalogs of Spark's settings read and write without S3A. */
class IcebergCatalogTest {
  private static final String S3 = "org.apache.iceberg.aws.s3.S3FileIO";
  private static final String RESOLVING = "org.apache.iceberg.io.ResolvingFileIO";

  private final SparkConf conf =
      new SparkConf(false).set("spark.sql.catalog.c", "org.apache.iceberg.spark.SparkCatalog");

  private List<IcebergCatalog> catalogs() {
    Map<String, String> settings = new TreeMap<>();
    for (scala.Tuple2<String, String> setting : conf.getAll()) {
      settings.put(setting._1(), setting._2());
    }
    return IcebergCatalog.in(settings);
  }

  private IcebergCatalog catalog() {
    assertThat(catalogs()).hasSize(1);
    return catalogs().get(0);
  }

  private void set(String option, String value) {
    conf.set("spark.sql.catalog.c." + option, value);
  }

  /** Defaults of Iceberg 1.12.0. */
  @ParameterizedTest
  @CsvSource({
    "hadoop, false",
    "hive, false",
    "nessie, false",
    "jdbc, false",
    "rest, true",
    "REST, true",
    "glue, true",
    "bigquery, true",
    "unheard-of, false",
  })
  void by_its_type(String type, boolean bypasses) {
    set("type", type);
    assertThat(catalog().bypasses()).isEqualTo(bypasses);
    assertThat(catalog().remedy().isPresent()).isEqualTo(bypasses);
  }

  @Test
  void without_a_type_it_is_hive() {
    assertThat(catalog().bypasses()).isFalse();
    assertThat(catalog())
        .hasToString(
            "Iceberg catalog c reads and writes with org.apache.iceberg.hadoop.HadoopFileIO, the"
                + " default of org.apache.iceberg.hive.HiveCatalog");
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.iceberg.aws.glue.GlueCatalog, true",
    "org.apache.iceberg.aws.dynamodb.DynamoDbCatalog, true",
    "org.apache.iceberg.rest.RESTCatalog, true",
    "org.apache.iceberg.snowflake.SnowflakeCatalog, true",
    "org.apache.iceberg.hadoop.HadoopCatalog, false",
    "org.example.OurCatalog, false",
  })
  void by_its_class(String impl, boolean bypasses) {
    set("catalog-impl", impl);
    assertThat(catalog().bypasses()).isEqualTo(bypasses);
  }

  @ParameterizedTest
  @CsvSource({
    "rest, org.apache.iceberg.hadoop.HadoopFileIO, false",
    "glue, org.apache.iceberg.hadoop.HadoopFileIO, false",
    "glue, org.example.OurFileIO, false",
    "hadoop, " + S3 + ", true",
    "hive, " + RESOLVING + ", true",
  })
  void what_is_set_counts_more_than_the_default(String type, String io, boolean bypasses) {
    set("type", type);
    set("io-impl", io);
    assertThat(catalog().bypasses()).isEqualTo(bypasses);
    assertThat(catalog().toString()).contains(io).doesNotContain("the default of");
  }

  @Test
  void keys_are_compared_as_spark_does() {
    set("TYPE", "rest");
    set("IO-Impl", "org.apache.iceberg.hadoop.HadoopFileIO");
    assertThat(catalog().bypasses()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "s3a://lake/tables, true",
    "S3://lake/tables, true",
    "tables, true",
    "hdfs://name/tables, false",
    "file:/tmp/tables, false",
    "gs://bucket/tables, false",
  })
  void resolving_file_io_goes_by_the_scheme(String warehouse, boolean bypasses) {
    set("type", "rest");
    set("warehouse", warehouse);
    assertThat(catalog().bypasses()).isEqualTo(bypasses);
  }

  @Test
  void the_client_factory_of_this_project_is_a_remedy() {
    set("type", "glue");
    set("client.factory", "org.example.OurFactory");
    assertThat(catalog().bypasses()).isTrue();
    set("client.factory", "io.github.s3agrants.iceberg.AccessGrantsClientFactory");
    assertThat(catalog().bypasses()).isFalse();
  }

  @Test
  void so_is_access_grants_of_icebergs_own() {
    set("type", "glue");
    set("s3.access-grants.enabled", "true");
    assertThat(catalog().bypasses()).isFalse();
  }

  @Test
  void it_says_what_to_set() {
    set("type", "rest");
    assertThat(catalog())
        .hasToString(
            "Iceberg catalog c reads and writes with org.apache.iceberg.io.ResolvingFileIO, the"
                + " default of org.apache.iceberg.rest.RESTCatalog. For s3a:// that has S3 clients of"
                + " its own: their requests do not go through this library, and are signed with"
                + " whatever credentials they find");
    assertThat(catalog().remedy())
        .contains(
            "Set spark.sql.catalog.c.io-impl to org.apache.iceberg.hadoop.HadoopFileIO, so that S3A"
                + " reads and writes the files. Or set spark.sql.catalog.c.client.factory to"
                + " io.github.s3agrants.iceberg.AccessGrantsClientFactory.");
  }

  @Test
  void the_session_catalog_is_one_too() {
    conf.set("spark.sql.catalog.spark_catalog", "org.apache.iceberg.spark.SparkSessionCatalog");
    conf.set("spark.sql.catalog.spark_catalog.type", "rest");
    assertThat(catalogs()).hasSize(2).filteredOn(IcebergCatalog::bypasses).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"org.apache.spark.sql.delta.catalog.DeltaCatalog", ""})
  void other_catalogs_are_none_of_icebergs(String type) {
    conf.set("spark.sql.catalog.c", type);
    set("type", "rest");
    conf.set("spark.sql.catalogs", "org.apache.iceberg.spark.SparkCatalog");
    assertThat(catalogs()).isEmpty();
  }
}
