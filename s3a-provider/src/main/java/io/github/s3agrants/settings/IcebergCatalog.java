package io.github.s3agrants.settings;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An Apache Iceberg catalog in Spark's settings, and whether the files of its tables are read and
 * written by S3A, as the library needs it. Immutable.
 *
 * <p>The names and defaults are those of Iceberg 1.12.0: CatalogUtil, the catalogs themselves, and
 * ResolvingFileIO, which takes S3FileIO for {@code s3}, {@code s3a} and {@code s3n}.
 */
public final class IcebergCatalog {
  private static final String PREFIX = "spark.sql.catalog.";

  private static final Set<String> SPARK_CATALOGS =
      Set.of(
          "org.apache.iceberg.spark.SparkCatalog", "org.apache.iceberg.spark.SparkSessionCatalog");

  private static final String HADOOP_IO = "org.apache.iceberg.hadoop.HadoopFileIO";
  private static final String S3_IO = "org.apache.iceberg.aws.s3.S3FileIO";
  private static final String RESOLVING_IO = "org.apache.iceberg.io.ResolvingFileIO";

  private static final String TYPE = "type";
  private static final String IMPL = "catalog-impl";
  private static final String IO_IMPL = "io-impl";
  private static final String WAREHOUSE = "warehouse";
  private static final String CLIENT_FACTORY = "client.factory";
  private static final String OWN_ACCESS_GRANTS = "s3.access-grants.enabled";

  /** The catalog that each value of {@link #TYPE} means; without a value it is hive. */
  private static final Map<String, String> TYPES =
      Map.of(
          "hive", "org.apache.iceberg.hive.HiveCatalog",
          "hadoop", "org.apache.iceberg.hadoop.HadoopCatalog",
          "rest", "org.apache.iceberg.rest.RESTCatalog",
          "glue", "org.apache.iceberg.aws.glue.GlueCatalog",
          "nessie", "org.apache.iceberg.nessie.NessieCatalog",
          "jdbc", "org.apache.iceberg.jdbc.JdbcCatalog",
          "bigquery", "org.apache.iceberg.gcp.bigquery.BigQueryMetastoreCatalog");

  /** What catalogs read and write files with if {@link #IO_IMPL} is not set. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "org.apache.iceberg.hive.HiveCatalog", HADOOP_IO,
          "org.apache.iceberg.hadoop.HadoopCatalog", HADOOP_IO,
          "org.apache.iceberg.nessie.NessieCatalog", HADOOP_IO,
          "org.apache.iceberg.jdbc.JdbcCatalog", HADOOP_IO,
          "org.apache.iceberg.rest.RESTCatalog", RESOLVING_IO,
          "org.apache.iceberg.snowflake.SnowflakeCatalog", RESOLVING_IO,
          "org.apache.iceberg.gcp.bigquery.BigQueryMetastoreCatalog", RESOLVING_IO,
          "org.apache.iceberg.aws.glue.GlueCatalog", S3_IO,
          "org.apache.iceberg.aws.dynamodb.DynamoDbCatalog", S3_IO);

  /** Schemes that mean S3 in a warehouse; without a scheme it is the name of one. */
  private static final Set<String> OF_S3 = Set.of("", "s3", "s3a", "s3n");

  private static final String BYPASSES =
      ". For s3a:// that has S3 clients of its own: their requests do not go through this library,"
          + " and are signed with whatever credentials they find";

  private final String name;

  /** Keys in lower case, as Spark compares them. */
  private final Map<String, String> options;

  private IcebergCatalog(String name, Map<String, String> options) {
    this.name = requireNonNull(name, "name");
    this.options = options;
  }

  /** The Iceberg catalogs among Spark's settings, by name. */
  public static List<IcebergCatalog> in(Map<String, String> settings) {
    List<IcebergCatalog> catalogs = new ArrayList<>();
    for (String key : new TreeSet<>(settings.keySet())) {
      String name = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
      if (!name.isEmpty()
          && name.indexOf('.') < 0
          && SPARK_CATALOGS.contains(settings.getOrDefault(key, "").trim())) {
        catalogs.add(new IcebergCatalog(name, optionsOf(key + ".", settings)));
      }
    }
    return catalogs;
  }

  /** Whether a setting of Spark is one of a catalog. */
  public static boolean isSetting(String key) {
    return key.startsWith(PREFIX);
  }

  private static Map<String, String> optionsOf(String prefix, Map<String, String> settings) {
    Map<String, String> options = new TreeMap<>();
    settings.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            options.put(key.substring(prefix.length()).toLowerCase(Locale.ROOT), value.trim());
          }
        });
    return options;
  }

  private String option(String key) {
    return options.getOrDefault(key, "");
  }

  /** The class of the catalog behind Spark's; empty if the type is unknown. */
  private String impl() {
    String impl = option(IMPL);
    String type = options.getOrDefault(TYPE, "hive").toLowerCase(Locale.ROOT);
    return impl.isEmpty() ? TYPES.getOrDefault(type, "") : impl;
  }

  /** The class that reads and writes files; empty if it is not known. */
  private String io() {
    String io = option(IO_IMPL);
    return io.isEmpty() ? DEFAULTS.getOrDefault(impl(), "") : io;
  }

  /**
   * Whether its requests to S3 do not go through the library. Not if it is not known what it reads
   * and writes with, nor if that asks S3 Access Grants by itself.
   */
  public boolean bypasses() {
    if (EntryPoints.ICEBERG_CLIENT_FACTORY.equals(option(CLIENT_FACTORY))
        || Boolean.parseBoolean(option(OWN_ACCESS_GRANTS))) {
      return false;
    }
    return io().equals(S3_IO) || (io().equals(RESOLVING_IO) && isOnS3());
  }

  private boolean isOnS3() {
    String warehouse = option(WAREHOUSE);
    int colon = warehouse.indexOf(':');
    String scheme = colon < 0 ? "" : warehouse.substring(0, colon).toLowerCase(Locale.ROOT);
    return OF_S3.contains(scheme);
  }

  /** What it is, and what it reads and writes files with, in one line. */
  @Override
  public String toString() {
    String by = option(IO_IMPL).isEmpty() ? ", the default of " + impl() : "";
    String text =
        io().isEmpty()
            ? String.format("Iceberg catalog %s: what it reads and writes with is not known", name)
            : String.format("Iceberg catalog %s reads and writes with %s%s", name, io(), by);
    return OneLine.of(bypasses() ? text + BYPASSES : text);
  }

  /** What to set, so that the requests go through the library; empty if they do. */
  public Optional<String> remedy() {
    return bypasses()
        ? Optional.of(
            OneLine.of(
                String.format(
                    "Set %1$s%2$s.%3$s to %4$s, so that S3A reads and writes the files. Or set"
                        + " %1$s%2$s.%5$s to %6$s.",
                    PREFIX,
                    name,
                    IO_IMPL,
                    HADOOP_IO,
                    CLIENT_FACTORY,
                    EntryPoints.ICEBERG_CLIENT_FACTORY)))
        : Optional.empty();
  }
}
