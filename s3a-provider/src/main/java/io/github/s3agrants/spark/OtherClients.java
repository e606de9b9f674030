package io.github.s3agrants.spark;

import io.github.s3agrants.settings.IcebergCatalog;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of what would read and write S3 without S3A, and so past the library. */
final class OtherClients {
  private static final Logger LOG = LoggerFactory.getLogger(OtherClients.class);

  private OtherClients() {}

  /** Looks at what is set when the application starts, and logs a warning of each catalog. */
  static void warn(SparkConf conf) {
    Map<String, String> settings = new TreeMap<>();
    conf.toDebugString()
        .lines()
        .map(OtherClients::key)
        .filter(IcebergCatalog::isSetting)
        .forEach(key -> settings.put(key, conf.get(key, "")));
    for (IcebergCatalog catalog : IcebergCatalog.in(settings)) {
      catalog.remedy().ifPresent(remedy -> LOG.warn("{}. {}", catalog, remedy));
    }
  }

  /**
   * The key in one of the lines {@code key=value}. Other ways to the keys have types of Scala, of
   * which there are two versions.
   */
  private static String key(String line) {
    int equals = line.indexOf('=');
    return equals < 0 ? "" : line.substring(0, equals);
  }
}
