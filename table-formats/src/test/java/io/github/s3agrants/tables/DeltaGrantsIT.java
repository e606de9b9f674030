package io.github.s3agrants.tables;

import static io.github.s3agrants.emulator.api.Permission.READ;
import static io.github.s3agrants.emulator.api.Permission.READWRITE;
import static io.github.s3agrants.emulator.api.Permission.WRITE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which grants are enough for a table of Delta Lake, and what happens with others. */
class DeltaGrantsIT {
  private static final String TABLES = Lakehouse.TEAM + "/delta/";
  private static final Principal WRITER = Lakehouse.writer("writer");
  private static final Principal ONLOOKER =
      TestPrincipals.named("onlooker").withS3("s3://plain/" + TABLES + "*", READ);
  private static final Principal APART =
      TestPrincipals.named("apart")
          .withS3("s3://plain/" + TABLES + "*", READ)
          .withS3("s3://plain/" + TABLES + "*", WRITE);
  private static final Pattern UNFINISHED =
      Pattern.compile(".*/_delta_log/\\.\\d+\\.crc\\..*\\.tmp");

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(
          List.of(
              new Lakehouse.Granted(Lakehouse.OWNER, READWRITE, TABLES + "*"),
              new Lakehouse.Granted(WRITER, READWRITE, TABLES + "exact/*"),
              new Lakehouse.Granted(ONLOOKER, READ, TABLES + "exact/*"),
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

  @Test
  void each_user_needs_no_more_than_this(Lakehouse lake) throws Exception {
    String table = "delta.`{root}/delta/exact`";
    Workload workload =
        new Workload()
            .as(WRITER)
            .sql("CREATE TABLE", "CREATE TABLE " + table + " (id BIGINT) USING delta")
            .sql("INSERT", "INSERT INTO " + table + " SELECT id FROM range(4)")
            .sql("UPDATE", "UPDATE " + table + " SET id = 10 WHERE id = 1")
            .as(ONLOOKER)
            .sql("SELECT", "SELECT * FROM " + table)
            .sql("VERSION AS OF", "SELECT * FROM " + table + " VERSION AS OF 1")
            .step("DESCRIBE HISTORY", run -> Delta.history(run, table))
            .beyond("INSERT", "INSERT INTO " + table + " VALUES (5)")
            .beyond("VACUUM", "VACUUM " + table + " RETAIN 0 HOURS")
            .as(WRITER)
            .step("OPTIMIZE", run -> Delta.optimize(run, "OPTIMIZE " + table))
            .sql("VACUUM", "VACUUM " + table + " RETAIN 0 HOURS")
            .as(ONLOOKER)
            .sql("SELECT after VACUUM", "SELECT * FROM " + table)
            .eachAfter(DeltaLog::clearCache);
    Comparison both = Comparison.of(lake, workload).sendsNoMore();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of(
                "writer READWRITE s3://vended/team/delta/exact/*", 1L,
                "onlooker READ s3://vended/team/delta/exact/*", 1L));
    TablesPage.has("delta", both.rows());
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
    String table = "delta.`{root}/delta/fast`";
    Workload create =
        new Workload()
            .as(WRITER)
            .sql(
                "create",
                "CREATE TABLE " + table + " USING delta AS SELECT id FROM range(2)",
                "UPDATE " + table + " SET id = 10 WHERE id = 1");
    Workload vacuum =
        new Workload()
            .as(WRITER)
            .step("vacuum", run -> vacuum(run, table))
            .eachAfter(DeltaLog::clearCache);
    Workload read = new Workload().as(WRITER).sql("read", "SELECT * FROM " + table);
    Map<Side, Found> vacuumed = new EnumMap<>(Side.class);
    Map<Side, List<String>> lost = new EnumMap<>(Side.class);
    for (Side side : Side.values()) {
      assertThat(lake.run(create, side)).noneMatch(each -> each.found().failed());
      List<String> log = log(lake, side);
      vacuumed.put(side, withFastListing(lake, () -> lake.run(vacuum, side)).get(0).found());
      List<String> kept = log(lake, side);
      lost.put(side, log.stream().filter(key -> !kept.contains(key)).toList());
    }
    assertThat(lost.get(Side.VENDED)).isEmpty();
    assertThat(lake.run(read, Side.VENDED).get(0).found().text()).isEqualTo("[0][10]");
    if (SparkSettings.VERSION.startsWith("3.")) {
      assertThat(vacuumed.values())
          .extracting(Found::text)
          .allMatch(text -> text.contains("com/amazonaws") || text.contains("com.amazonaws"));
      assertThat(lost.get(Side.PLAIN)).isEmpty();
    } else {
      assertThat(requireNonNull(vacuumed.get(Side.VENDED)).messages()).contains("S3 Access Grants");
      assertThat(lost.get(Side.PLAIN)).as(vacuumed.toString()).isNotEmpty();
    }
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
  private static String vacuum(StepRun run, String table) {
    try {
      return run.sql("VACUUM " + table + " RETAIN 0 HOURS");
    } catch (Error e) {
      Throwable innermost = e;
      while (innermost.getCause() != null) {
        innermost = innermost.getCause();
      }
      return innermost.toString();
    }
  }
}
