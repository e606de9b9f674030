package io.github.s3agrants.tools;

import io.github.s3agrants.aws.SdkModules;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.LibraryCopies;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.util.VersionInfo;

/** Checks the versions of all parts, and that S3A finds this library and no other copy of it. */
final class ClassPathCheck {
  private static final String SDK = "software.amazon.awssdk";

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
            AccessGrantsRuntime.version(), LibraryCopies.placeOf(AccessGrantsRuntime.class)));
    findings.ok(
        String.format(
            "Java %s, Hadoop %s, S3A from %s",
            System.getProperty("java.version"),
            VersionInfo.getVersion(),
            LibraryCopies.placeOf(S3AFileSystem.class)));
    spark();
    module("s3", "software.amazon.awssdk.services.s3.S3Client");
    module("s3control", "software.amazon.awssdk.services.s3control.S3ControlClient");
    module("sts", "software.amazon.awssdk.services.sts.StsClient");
    oneLibrary();
    return hasAllModules();
  }

  private boolean hasAllModules() {
    try {
      SdkModules.require();
      return true;
    } catch (IOException e) {
      findings.failed(String.valueOf(e.getMessage()), "");
      return false;
    }
  }

  private void spark() {
    Class<?> spark = conf.getClassByNameOrNull("org.apache.spark.SparkContext");
    if (spark != null) {
      findings.ok(String.format("Spark from %s", LibraryCopies.placeOf(spark)));
    }
  }

  private void module(String artifact, String client) {
    Class<?> type = conf.getClassByNameOrNull(client);
    if (type != null) {
      findings.ok(
          String.format(
              "AWS SDK: %s %s, from %s",
              artifact,
              Versions.of(type, SDK, artifact).orElse("of unknown version"),
              LibraryCopies.placeOf(type)));
    }
  }

  private void oneLibrary() {
    Optional<String> objection = LibraryCopies.objection();
    if (objection.isPresent()) {
      findings.failed(objection.get(), "");
    } else {
      findings.ok("S3A and the library have the same class loader");
    }
  }
}
