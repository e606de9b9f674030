package io.github.s3agrants.tables;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Delta Lake in the tests. */
final class Delta {
  /** Settings of Spark, with which a user begins, and some that make small tables fast. */
  static final Map<String, String> SETTINGS = settings();

  private Delta() {}

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension");
    settings.put(
        "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    // VACUUM … RETAIN 0 HOURS.
    settings.put("spark.databricks.delta.retentionDurationCheck.enabled", "false");
    settings.put("spark.databricks.delta.snapshotPartitions", "1");
    // VACUUM lists with so many tasks, by default 10,000.
    settings.put("spark.sql.sources.parallelPartitionDiscovery.parallelism", "2");
    // Partition by partition, so that the number of requests is the same each time.
    settings.put("spark.databricks.delta.optimize.maxThreads", "1");
    // To compile code takes longer than to read a few rows.
    settings.put("spark.sql.codegen.wholeStage", "false");
    settings.put("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    return settings;
  }

  /** Version and operation of each commit. */
  static String history(StepRun run, String table) {
    return StepRun.rows(
        run.spark()
            .sql(run.side().in("DESCRIBE HISTORY " + table))
            .select(new Column[] {functions.col("version"), functions.col("operation")}));
  }

  /** The numbers of files that OPTIMIZE has added and removed. */
  static String optimize(StepRun run, String statement) {
    return StepRun.rows(
        run.spark()
            .sql(run.side().in(statement))
            .select(
                new Column[] {
                  functions.col("metrics.numFilesAdded"), functions.col("metrics.numFilesRemoved")
                }));
  }
}
