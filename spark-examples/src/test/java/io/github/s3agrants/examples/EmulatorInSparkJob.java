package io.github.s3agrants.examples;

import io.github.s3agrants.emulator.AccessGrantsEmulator;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * Starts the emulator in Spark's own JVM, and writes and reads a table on it. {@link
 * EmulatorInSparkIT} runs it.
 */
final class EmulatorInSparkJob {
  private static final Principal ALICE =
      Principal.of(
          "alice", "AKIAEMULATORALICE001", "alice-secret", "arn:aws:iam::111122223333:user/alice");
  private static final String TABLE = "s3a://lake/alice/numbers";

  private EmulatorInSparkJob() {}

  /** Takes no argument. */
  public static void main(String[] args) throws IOException {
    try (AccessGrantsEmulator emulator =
        AccessGrantsEmulator.builder()
            .principal(ALICE)
            .bucket("lake")
            .location("s3://", "arn:aws:iam::111122223333:role/s3ag-location-role")
            .grant("s3://", "lake/alice/*", ALICE.name(), Permission.READWRITE)
            .start()) {
      SparkSession.Builder builder =
          SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false");
      emulator
          .hadoopConfiguration(ALICE.name())
          .forEach((key, value) -> builder.config("spark.hadoop." + key, value));
      try (SparkSession spark = builder.getOrCreate()) {
        spark.range(100).write().parquet(TABLE);
        say("read", spark.read().parquet(TABLE).count());
        say("another's", outcome(spark));
      }
      say(
          "signed by the caller",
          emulator.journal().service(Service.S3).signer(SignerKind.BASE).entries().size());
      say("GetDataAccess of the table", emulator.journal().count("GetDataAccess") > 0);
    }
  }

  private static String outcome(SparkSession spark) {
    try {
      return "read " + spark.read().parquet("s3a://lake/bob/numbers").count();
    } catch (Exception e) { // Scala declares nothing
      return "refused " + String.valueOf(e.getMessage()).contains("S3 Access Grants");
    }
  }

  private static void say(String what, Object value) {
    System.out.println(CommitterJobs.MARK + what + ": " + value);
  }
}
