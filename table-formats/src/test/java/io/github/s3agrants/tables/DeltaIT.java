package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.delta.DeltaLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of Delta Lake, named by their paths. */
class DeltaIT {
  private static final Principal STRANGER = TestPrincipals.named("stranger");
  private static final String T = "delta.`{root}/delta/t`";
  private static final String TWO = "delta.`{root}/delta/two`";

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE = new LakehouseExtension(grants(), Delta.SETTINGS);

  /** The stranger has a grant somewhere else. */
  private static List<Lakehouse.Granted> grants() {
    return List.of(
        new Lakehouse.Granted(Lakehouse.OWNER, Permission.READWRITE, "team/delta/*"),
        new Lakehouse.Granted(Lakehouse.READER, Permission.READ, "team/delta/*"),
        new Lakehouse.Granted(STRANGER, Permission.READ, "elsewhere/*"));
  }

  private static Map<String, Long> oneCallOfEach() {
    return Map.of(
        "owner READWRITE s3://vended/team/delta/*", 1L,
        "reader READ s3://vended/team/delta/*", 1L);
  }

  /** Each test has its own calls to GetDataAccess. */
  @BeforeEach
  void forget() throws IOException {
    DeltaLog.clearCache();
    FileSystem.closeAll();
  }

  private static Workload lifeOfATable() {
    return new Workload()
        .sql(
            "create",
            "CREATE TABLE "
                + T
                + " (id BIGINT, day INT, name STRING) USING delta PARTITIONED BY (day)"
                + " TBLPROPERTIES (delta.checkpointInterval = 4)")
        .sql(
            "append",
            "INSERT INTO " + T + " SELECT id, CAST(id % 2 AS INT), concat('n', id) FROM range(12)")
        .reads("read", "SELECT * FROM " + T)
        .refused("append of a reader", "INSERT INTO " + T + " VALUES (99, 1, 'x')")
        .sql(
            "merge",
            "MERGE INTO "
                + T
                + " t USING (SELECT id, 1 day, 'm' name FROM range(10, 14)) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT *")
        .sql("update", "UPDATE " + T + " SET name = 'u' WHERE id = 3")
        .sql("delete", "DELETE FROM " + T + " WHERE id = 5")
        .reads("time travel", "SELECT * FROM " + T + " VERSION AS OF 1")
        .refused("optimize of a reader", "OPTIMIZE " + T)
        .step("optimize", run -> Delta.optimize(run, "OPTIMIZE " + T + " ZORDER BY (id)"))
        // Delta passes over each file that it may not delete, and reports success.
        .reads("vacuum of a reader, which deletes nothing", "VACUUM " + T + " RETAIN 0 HOURS")
        .reads("time travel after it", "SELECT * FROM " + T + " VERSION AS OF 1")
        .sql("vacuum", "VACUUM " + T + " RETAIN 0 HOURS")
        .reads("history", run -> Delta.history(run, T))
        .reads("read at the end", "SELECT * FROM " + T)
        // The state of a table is kept by its path, whoever has read it.
        .eachAfter(DeltaLog::clearCache);
  }

  @Test
  void the_life_of_a_table(Lakehouse lake) throws Exception {
    // OPTIMIZE makes now a few requests more, now a few less.
    Comparison both = Comparison.of(lake, lifeOfATable()).sendsAboutTheSame();
    assertThat(both.vended().vended()).isEqualTo(oneCallOfEach());
    TablesPage.has("delta", both.rowsOfChance());
  }

  @Test
  void what_is_kept_of_a_table_serves_no_other_user(Lakehouse lake) throws Exception {
    String table = "delta.`{root}/delta/kept`";
    Workload workload =
        new Workload()
            .sql("create", "CREATE TABLE " + table + " USING delta AS SELECT id FROM range(3)")
            .sql("read", "SELECT * FROM " + table)
            .reads("read of another", "SELECT * FROM " + table)
            .as(STRANGER)
            .beyond("read of a stranger", "SELECT * FROM " + table)
            .beyond("count of a stranger", "SELECT count(*) FROM " + table);
    Comparison.of(lake, workload).sendsNoMore();
  }

  /** Both appends are committed; of two updates of the same rows one. */
  @Test
  void writers_at_the_same_time(Lakehouse lake) throws Exception {
    Workload workload =
        new Workload()
            .sql("create", "CREATE TABLE " + TWO + " USING delta AS SELECT id FROM range(1)")
            .step(
                "two appends",
                run ->
                    atOnce(
                        run,
                        "INSERT INTO "
                            + TWO
                            + " SELECT 10 + id FROM range(0, 2, 1, 1) WHERE met('a', id)",
                        "INSERT INTO "
                            + TWO
                            + " SELECT 20 + id FROM range(0, 2, 1, 1) WHERE met('b', id)"))
            .reads("read of both", "SELECT * FROM " + TWO)
            .step(
                "two updates",
                run ->
                    atOnce(
                        run,
                        "UPDATE " + TWO + " SET id = id + 100 WHERE met('a', id) AND id = 0",
                        "UPDATE " + TWO + " SET id = id + 100 WHERE met('b', id) AND id = 0"))
            .reads("read of one", "SELECT * FROM " + TWO);
    // How often one looks for the commit of the other is a matter of chance.
    Comparison both = Comparison.of(lake, workload).sendsAboutTheSame();
    assertThat(both.vended().vended()).isEqualTo(oneCallOfEach());
  }

  /** Two statements, neither of which ends before the other has begun. Their ends, sorted. */
  private static String atOnce(StepRun run, String... statements) {
    Meeting.of(statements.length, run.spark());
    List<CompletableFuture<String>> ends =
        Stream.of(statements)
            .map(statement -> CompletableFuture.supplyAsync(() -> end(run, statement)))
            .toList();
    return ends.stream().map(CompletableFuture::join).sorted().collect(Collectors.joining(", "));
  }

  private static String end(StepRun run, String statement) {
    try {
      return run.sql(statement);
    } catch (Exception e) { // Scala declares nothing
      return e.getClass().getSimpleName();
    }
  }
}
