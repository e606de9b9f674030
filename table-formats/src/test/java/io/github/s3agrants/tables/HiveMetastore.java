package io.github.s3agrants.tables;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** Settings of Spark for a metastore of Hive's in the same JVM, which is gone with it. */
final class HiveMetastore {
  static final Map<String, String> SETTINGS = settings();

  private HiveMetastore() {}

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.sql.catalogImplementation", "hive");
    settings.put("spark.sql.sources.partitionOverwriteMode", "dynamic");
    hive(settings, "javax.jdo.option.ConnectionURL", "jdbc:derby:memory:metastore;create=true");
    hive(settings, "datanucleus.schema.autoCreateAll", "true");
    hive(settings, "hive.metastore.schema.verification", "false");
    hive(settings, "hive.exec.dynamic.partition.mode", "nonstrict");
    hive(settings, "hive.exec.scratchdir", "{work}/scratch");
    hive(settings, "hive.exec.local.scratchdir", "{work}/local-scratch");
    hive(settings, "hive.downloaded.resources.dir", "{work}/resources");
    hive(settings, "hive.querylog.location", "{work}/querylog");
    return settings;
  }

  /**
   * Makes the database of the bucket's name on both sides.
   *
   * <p>In a folder that is there: Hive looks at the parents of one that it makes. They are not the
   * owner's, so S3 refuses that, and the library answers that there is nothing.
   */
  static void makeDatabases(Lakehouse lake) throws IOException {
    lake.makeFolders("hive");
    for (Side side : Side.values()) {
      new StepRun(side, lake.spark()).sql("CREATE DATABASE {bucket} LOCATION '{root}/hive'");
    }
  }

  private static void hive(Map<String, String> settings, String key, String value) {
    settings.put("spark.hadoop." + key, value);
  }
}
