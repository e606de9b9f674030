package io.github.s3agrants.tools;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Spark in this JVM, on loopback. */
public final class LocalSpark {
  private LocalSpark() {}

  static SparkSession start(Path work) {
    return builder(work).getOrCreate();
  }

  /**
   * A session that is not yet made.
   *
   * @param work the folder for local files
   */
  public static SparkSession.Builder builder(Path work) {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", work.toString())
        .config("spark.sql.warehouse.dir", work.resolve("warehouse").toString())
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.shuffle.partitions", 2);
  }
}
