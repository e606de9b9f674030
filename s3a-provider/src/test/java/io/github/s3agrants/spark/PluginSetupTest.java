package io.github.s3agrants.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Set-ups in which the plugin could not work are refused at the start. */
class PluginSetupTest {
  private final SparkConf conf = new SparkConf(false);
  private final Configuration hadoop = new Configuration(false);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.app.initial.jar.urls",
        "spark.app.initial.file.urls",
        "spark.app.initial.archive.urls"
      })
  void what_executors_would_fetch_from_s3_before_the_plugin_starts_is_refused(String key) {
    conf.set(key, "spark://driver:1/jars/app.jar, s3a://lake/alice/udf.jar");
    assertThat(
            assertThrows(
                IllegalStateException.class,
                () -> PluginSetup.requireNothingFetchedFirst(conf, hadoop)))
        .hasMessageContaining("fetch s3a://lake/alice/udf.jar before the plugin starts");
  }

  @Test
  void another_scheme_counts_if_s3a_serves_it() {
    conf.set("spark.app.initial.jar.urls", "s3://lake/udf.jar");
    PluginSetup.requireNothingFetchedFirst(conf, hadoop);
    hadoop.set("fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem");
    assertThrows(
        IllegalStateException.class, () -> PluginSetup.requireNothingFetchedFirst(conf, hadoop));
  }

  @Test
  void what_comes_from_elsewhere_is_fine() {
    conf.set(
        "spark.app.initial.jar.urls", "spark://driver:1/jars/s3a.jar,https://host/s3a/x,/s3a:/y");
    PluginSetup.requireNothingFetchedFirst(conf, hadoop);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"fs.s3a.delegation.token.binding", "fs.s3a.bucket.b.delegation.token.binding"})
  void delegation_tokens_of_the_library_are_refused(String key) {
    PluginSetup.requireNoTokens(hadoop);
    hadoop.set(key, "io.github.s3agrants.AccessGrantsTokenBinding");
    assertThat(assertThrows(IllegalStateException.class, () -> PluginSetup.requireNoTokens(hadoop)))
        .hasMessageContaining(key)
        .hasMessageContaining("io.github.s3agrants.spark.AccessGrantsPlugin");
  }

  @Test
  void one_copy_of_the_library_is_fine() {
    PluginSetup.requireOneLibrary();
  }
}
