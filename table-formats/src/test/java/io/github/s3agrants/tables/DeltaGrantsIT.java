package io.github.s3agrants.tables;

import static io.github.s3agrants.emulator.api.Permission.READ;
import static io.github.s3agrants.emulator.api.Permission.READWRITE;
import static io.github.s3agrants.emulator.api.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What happens to a table of Delta Lake with other grants than READWRITE on its folder. */
class DeltaGrantsIT {
  private static final String TABLES = Lakehouse.TEAM + "/delta/";
  private static final Principal WRITER = Lakehouse.writer("writer");
  private static final Principal APART =
      TestPrincipals.named("apart")
          .withS3("s3://plain/" + TABLES + "*", READ)
          .withS3("s3://plain/" + TABLES + "*", WRITE);
  private static final String FAST = "delta.`{root}/delta/fast`";
  private static final Pattern UNFINISHED =
      Pattern.compile(".*/_delta_log/\\.\\d+\\.crc\\..*\\.tmp");

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(
          List.of(
              new Lakehouse.Granted(APART, READ, TABLES + "apart/*"),
              new Lakehouse.Granted(APART, WRITE, TABLES + "apart/*"),
              new Lakehouse.Granted(WRITER, READWRITE, TABLES + "fast/*")),
          Delta.SETTINGS);

  /** Each test has its own calls to GetDataAccess. */
  @BeforeEach
  void forget() throws IOException {
    DeltaLog.clearCache();
    FileSystem.closeAll();
  }

  /**
   * A commit's checksum file is renamed, and a copy needs READWRITE in one grant. Delta goes on
   * without the checksum, and leaves the file that it could not rename.
   */
  @Test
  void read_and_write_apart_leave_the_checksum_files(Lakehouse lake) throws Exception {
    String table = "delta.`{root}/delta/apart`";
    Workload workload =
        new Workload()
            .as(APART)
            .sql("create", "CREATE TABLE " + table + " (id BIGINT) USING delta")
            .sql("append", "INSERT INTO " + table + " SELECT id FROM range(4)")
            .sql("update", "UPDATE " + table + " SET id = 10 WHERE id = 1")
            .sql("read", "SELECT * FROM " + table)
            .eachAfter(DeltaLog::clearCache);
    List<StepOutcome> plain = lake.run(workload, Side.PLAIN);
    List<StepOutcome> vended = lake.run(workload, Side.VENDED);
    assertThat(vended.stream().map(each -> each.found().text()))
        .isEqualTo(plain.stream().map(each -> each.found().text()).toList());
    assertThat(unfinished(lake, Side.PLAIN)).isEmpty();
    assertThat(unfinished(lake, Side.VENDED)).hasSize(3);
    // Without checksums, nothing is left.
    lake.spark().conf().set("spark.databricks.delta.writeChecksumFile.enabled", "false");
    try {
      lake.run(
          new Workload().as(APART).sql("append", "INSERT INTO " + table + " VALUES (7)"),
          Side.VENDED);
    } finally {
      lake.spark().conf().unset("spark.databricks.delta.writeChecksumFile.enabled");
    }
    assertThat(unfinished(lake, Side.VENDED)).hasSize(3);
  }

  private static List<String> unfinished(Lakehouse lake, Side side) {
    return lake.keys(side).stream().filter(UNFINISHED.asMatchPredicate()).toList();
  }

  /**
   * The fast listing of Delta asks S3 for all keys that start with the name of the folder, in all
   * folders below it, and VACUUM deletes what it finds there and does not know: the log itself. A
   * grant on the table does not cover such a listing, so that its log stays. The one of Delta for
   * Spark 3.5 needs the AWS SDK v1, which Hadoop 3.4 has no longer.
   */
  @Test
  void the_fast_listing_of_delta_loses_the_log_but_not_with_a_grant_on_the_table(Lakehouse lake)
      throws Exception {
    Vacuumed plain = createAndVacuum(lake, Side.PLAIN);
    Vacuumed vended = createAndVacuum(lake, Side.VENDED);
    assertThat(vended.lost()).isEmpty();
    Workload read = new Workload().as(WRITER).sql("read", "SELECT * FROM " + FAST);
    assertThat(lake.run(read, Side.VENDED).get(0).found().text()).isEqualTo("[0][10]");
    if (SparkSettings.VERSION.startsWith("3.")) {
      assertThat(plain.found().text()).contains("amazonaws").isEqualTo(vended.found().text());
      assertThat(plain.lost()).isEmpty();
    } else {
      assertThat(vended.found().messages()).contains("S3 Access Grants");
      assertThat(plain.found().failed()).isFalse();
      assertThat(plain.lost()).isNotEmpty();
    }
  }

  /**
   * A table after VACUUM with the fast listing.
   *
   * @param lost the files of the log that are gone
   */
  private record Vacuumed(Found found, List<String> lost) {}

  private static Vacuumed createAndVacuum(Lakehouse lake, Side side) throws Exception {
    Workload create =
        new Workload()
            .as(WRITER)
            .sql(
                "create",
                "CREATE TABLE " + FAST + " USING delta AS SELECT id FROM range(2)",
                "UPDATE " + FAST + " SET id = 10 WHERE id = 1");
    Workload vacuum =
        new Workload()
            .as(WRITER)
            .step("vacuum", DeltaGrantsIT::vacuum)
            .eachAfter(DeltaLog::clearCache);
    assertThat(lake.run(create, side)).noneMatch(each -> each.found().failed());
    List<String> log = log(lake, side);
    Found found = withFastListing(lake, () -> lake.run(vacuum, side)).get(0).found();
    List<String> kept = log(lake, side);
    return new Vacuumed(found, log.stream().filter(key -> !kept.contains(key)).toList());
  }

  private static List<StepOutcome> withFastListing(
      Lakehouse lake, Callable<List<StepOutcome>> action) throws Exception {
    Configuration hadoop = lake.spark().sparkContext().hadoopConfiguration();
    hadoop.set("delta.enableFastS3AListFrom", "true");
    try {
      return action.call();
    } finally {
      hadoop.unset("delta.enableFastS3AListFrom");
      DeltaLog.clearCache();
    }
  }

  private static List<String> log(Lakehouse lake, Side side) {
    return lake.keys(side).stream()
        .filter(key -> key.startsWith(TABLES + "fast/_delta_log/") && key.endsWith(".json"))
        .toList();
  }

  /**
   * What is found, or the innermost error: Delta for Spark 3.5 fails with a class that is missing.
   */
  private static String vacuum(StepRun run) {
    try {
      return run.sql("VACUUM " + FAST + " RETAIN 0 HOURS");
    } catch (Error e) {
      Throwable innermost = e;
      while (innermost.getCause() != null) {
        innermost = innermost.getCause();
      }
      return innermost.toString();
    }
  }
}
