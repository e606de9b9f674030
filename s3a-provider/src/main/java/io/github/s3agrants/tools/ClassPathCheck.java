package io.github.s3agrants.tools;

import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.settings.EntryPoints;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.util.VersionInfo;

/** Checks the versions of all parts, and that S3A finds this library and no other copy of it. */
final class ClassPathCheck {
  private static final String SDK = "software.amazon.awssdk";

  private static final String WHERE_HADOOP_AWS_IS =
      "Put the jar where hadoop-aws is: into Spark's jars folder, or on HADOOP_CLASSPATH of every"
          + " process. Do not use --jars for it.";

  private final Configuration conf;
  private final Findings findings;

  ClassPathCheck(Configuration conf, Findings findings) {
    this.conf = conf;
    this.findings = findings;
  }

  /** Whether all classes are there without which nothing more can be checked. */
  boolean run() {
    findings.ok(
        String.format(
            "Library %s, from %s",
            AccessGrantsRuntime.version(), Place.of(AccessGrantsRuntime.class)));
    findings.ok(
        String.format(
            "Java %s, Hadoop %s, S3A from %s",
            System.getProperty("java.version"),
            VersionInfo.getVersion(),
            Place.of(S3AFileSystem.class)));
    spark();
    boolean complete = module("s3", "software.amazon.awssdk.services.s3.S3Client");
    complete &= module("s3control", "software.amazon.awssdk.services.s3control.S3ControlClient");
    complete &= module("sts", "software.amazon.awssdk.services.sts.StsClient");
    oneLibrary();
    return complete;
  }

  private void spark() {
    Class<?> spark = conf.getClassByNameOrNull("org.apache.spark.SparkContext");
    if (spark != null) {
      findings.ok(String.format("Spark from %s", Place.of(spark)));
    }
  }

  private boolean module(String artifact, String client) {
    Class<?> type = conf.getClassByNameOrNull(client);
    if (type == null) {
      findings.failed(
          "AWS SDK: there is no " + client + " on the class path",
          String.format(
              "Add %s:%s in the version of the SDK's other modules, which for Hadoop %s is %s, or"
                  + " the SDK's bundle.",
              SDK, artifact, VersionInfo.getVersion(), sdkVersion().orElse("not known")));
      return false;
    }
    findings.ok(
        String.format(
            "AWS SDK: %s %s, from %s",
            artifact,
            Place.version(type, SDK, artifact).orElse("of unknown version"),
            Place.of(type)));
    return true;
  }

  private static Optional<String> sdkVersion() {
    return Optional.of(software.amazon.awssdk.core.util.VersionInfo.SDK_VERSION);
  }

  /** S3A loads credentials providers with its own class loader (S3AUtils). */
  private void oneLibrary() {
    ClassLoader ofS3a = S3AFileSystem.class.getClassLoader();
    Class<?> found;
    try {
      found = Class.forName(EntryPoints.PROVIDER, false, ofS3a);
    } catch (ClassNotFoundException e) {
      findings.failed(
          String.format(
              "S3A does not find the library, which comes from %s: S3A loads it with the class loader"
                  + " of hadoop-aws, %s",
              Place.of(AccessGrantsRuntime.class), ofS3a),
          WHERE_HADOOP_AWS_IS);
      return;
    }
    if (found.getClassLoader() != AccessGrantsRuntime.class.getClassLoader()) {
      findings.warning(
          String.format(
              "There are two copies of the library: this one from %s, and S3A's from %s",
              Place.of(AccessGrantsRuntime.class), Place.of(found)),
          "Remove one of them, so that the other is where hadoop-aws is.");
      return;
    }
    findings.ok("S3A and the library have the same class loader");
  }
}
