package io.github.s3agrants.spark;

import io.github.s3agrants.runtime.LibraryCopies;
import io.github.s3agrants.settings.EntryPoints;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.auth.delegation.DelegationConstants;
import org.apache.hadoop.util.StringUtils;
import org.apache.spark.SparkConf;

/** Refuses set-ups of Spark in which the plugin could not work. */
final class PluginSetup {
  /** What executors fetch before they start plugins; set by SparkContext. */
  private static final List<String> INITIAL =
      List.of(
          "spark.app.initial.jar.urls",
          "spark.app.initial.file.urls",
          "spark.app.initial.archive.urls");

  private static final String TOKEN_BINDING =
      DelegationConstants.DELEGATION_TOKEN_BINDING.substring("fs.s3a".length());

  private PluginSetup() {}

  /**
   * Refuses a second copy of the library. S3A loads classes with its own class loader; if that
   * finds another copy, S3A does not see what the plugin sets up.
   *
   * @throws IllegalStateException saying what to do
   */
  static void requireOneLibrary() {
    LibraryCopies.objection()
        .ifPresent(
            objection -> {
              throw new IllegalStateException(objection);
            });
  }

  /**
   * Refuses what executors would fetch through S3A before the plugin has started in them.
   *
   * @param conf with what SparkContext has added
   * @throws IllegalStateException naming the URL
   */
  static void requireNothingFetchedFirst(SparkConf conf, Configuration hadoop) {
    for (String key : INITIAL) {
      for (String url : StringUtils.getTrimmedStrings(conf.get(key, ""))) {
        if (isOfS3a(url, hadoop)) {
          throw new IllegalStateException(
              String.format(
                  "Executors would fetch %s before the plugin starts in them, without credentials of"
                      + " their own (--jars, --files or --archives). Put it where executors need none,"
                      + " such as into their image, or on HTTPS or a local path.",
                  url));
        }
      }
    }
  }

  private static boolean isOfS3a(String url, Configuration hadoop) {
    int colon = url.indexOf(':');
    String scheme = colon < 0 ? "" : url.substring(0, colon);
    return scheme.equals(Constants.FS_S3A)
        || (!scheme.isEmpty()
            && S3AFileSystem.class.getName().equals(hadoop.get("fs." + scheme + ".impl")));
  }

  /**
   * Refuses the library's delegation tokens: they give each executor the caller's credentials,
   * which the plugin makes unnecessary.
   *
   * @throws IllegalStateException naming the key
   */
  static void requireNoTokens(Configuration hadoop) {
    for (Map.Entry<String, String> option : hadoop) {
      if (option.getKey().startsWith("fs.s3a.")
          && option.getKey().endsWith(TOKEN_BINDING)
          && option.getValue().trim().equals(EntryPoints.TOKEN_BINDING)) {
        throw new IllegalStateException(
            String.format(
                "%s is set to %s, and spark.plugins to %s: a token carries the caller's own"
                    + " credentials to executors, and with the plugin they need none. Use one of them.",
                option.getKey(), EntryPoints.TOKEN_BINDING, EntryPoints.SPARK_PLUGIN));
      }
    }
  }
}
