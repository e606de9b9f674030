package io.github.s3agrants.tables;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

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

  /** Makes the database of the bucket's name in the team's folder. */
  static Workload makeDatabase(Workload workload) {
    return workload
        // Hive looks at the parents of a folder that it makes. They are not the owner's: S3 refuses
        // that, and the library answers that there is nothing.
        .step("make the folder", HiveMetastore::makeFolder)
        .sql("create the database", "CREATE DATABASE {bucket} LOCATION '{root}/hive'");
  }

  private static String makeFolder(StepRun run) throws IOException {
    Path folder = new Path(run.path("hive"));
    folder.getFileSystem(run.spark().sessionState().newHadoopConf()).mkdirs(folder);
    return "";
  }

  private static void hive(Map<String, String> settings, String key, String value) {
    settings.put("spark.hadoop." + key, value);
  }
}
