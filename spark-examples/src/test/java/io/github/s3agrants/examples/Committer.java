package io.github.s3agrants.examples;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The committers that Spark can write to S3A with, set up as in docs/committers.md. */
enum Committer {
  FILE_V1("1"),
  FILE_V2("2"),
  MAGIC("magic"),
  DIRECTORY("directory"),
  PARTITIONED("partitioned");

  private static final String PROTOCOL = "spark.sql.sources.commitProtocolClass";
  private static final String PARQUET = "spark.sql.parquet.output.committer.class";
  private static final String NAME = "fs.s3a.committer.name";
  private static final String CLOUD = "org.apache.spark.internal.io.cloud.";

  private final String variant;

  Committer(String variant) {
    this.variant = variant;
  }

  /** The name in folders and in lines of output, such as {@code file-v1}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** True for Hadoop's FileOutputCommitter, which renames files from {@code _temporary}. */
  boolean renames() {
    return this == FILE_V1 || this == FILE_V2;
  }

  /**
   * All settings, also those with the usual default: Spark 4.1 makes the magic committer the
   * default if spark-hadoop-cloud is on the class path.
   */
  private Map<String, String> settings() {
    return renames()
        ? Map.of(
            "mapreduce.fileoutputcommitter.algorithm.version",
            variant,
            NAME,
            "file",
            PROTOCOL,
            "org.apache.spark.sql.execution.datasources.SQLHadoopMapReduceCommitProtocol",
            PARQUET,
            "org.apache.parquet.hadoop.ParquetOutputCommitter")
        : Map.of(
            NAME,
            variant,
            PROTOCOL,
            CLOUD + "PathOutputCommitProtocol",
            PARQUET,
            CLOUD + "BindingParquetOutputCommitter");
  }

  /** A session whose jobs use this committer. */
  SparkSession session(SparkSession spark) {
    SparkSession session = spark.newSession();
    settings().forEach((key, value) -> session.conf().set(key, value));
    return session;
  }

  /** The class of Spark's commit protocol. */
  String protocol() {
    return Objects.requireNonNull(settings().get(PROTOCOL));
  }

  /** Adds the settings that a job of {@link #session} has. */
  void configure(Configuration job) {
    settings().forEach(job::set);
  }
}
