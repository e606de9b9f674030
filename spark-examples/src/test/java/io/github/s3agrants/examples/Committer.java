package io.github.s3agrants.examples;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** The ways in which Spark commits a job's output to S3A, as docs/committers.md sets them up. */
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

  /** As folders and lines of output have it: {@code file-v1}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it is Hadoop's FileOutputCommitter, which renames files from {@code _temporary}. */
  boolean renames() {
    return this == FILE_V1 || this == FILE_V2;
  }

  /** Complete, because Spark 4.1 makes magic the default where it finds spark-hadoop-cloud. */
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

  /** A session whose jobs commit this way. */
  SparkSession session(SparkSession spark) {
    SparkSession session = spark.newSession();
    settings().forEach((key, value) -> session.conf().set(key, value));
    return session;
  }

  /** The class that Spark drives the committer with. */
  String protocol() {
    return Objects.requireNonNull(settings().get(PROTOCOL));
  }

  /** Adds what a job of {@link #session} has. */
  void configure(Configuration job) {
    settings().forEach(job::set);
  }
}
