package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of Hudi, on a class path of their own. */
@Tag("hudi")
class HudiIT {
  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(
          List.of(
              new Lakehouse.Granted(Lakehouse.OWNER, Permission.READWRITE, "team/hudi/*"),
              new Lakehouse.Granted(Lakehouse.READER, Permission.READ, "team/hudi/*")),
          Map.of(
              "spark.serializer",
              "org.apache.spark.serializer.KryoSerializer",
              "spark.kryo.registrator",
              "org.apache.spark.HoodieSparkKryoRegistrar",
              "spark.sql.extensions",
              "org.apache.spark.sql.hudi.HoodieSparkSessionExtension",
              "spark.sql.catalog.spark_catalog",
              "org.apache.spark.sql.hudi.catalog.HoodieCatalog"));

  private static final String ALL = "SELECT id, name, day FROM ";

  /** Each test has its own calls to GetDataAccess. */
  @BeforeEach
  void forget() throws IOException {
    FileSystem.closeAll();
  }

  private static Workload lifeOfATable(String type, String properties) {
    String table = type + "_{bucket}";
    return new Workload()
        .sql(
            "create",
            "CREATE TABLE "
                + table
                + " (id BIGINT, name STRING, ts BIGINT, day INT) USING hudi TBLPROPERTIES (type = '"
                + type
                + "', primaryKey = 'id', preCombineField = 'ts'"
                + properties
                + ") PARTITIONED BY (day) LOCATION '{root}/hudi/"
                + type
                + "'")
        .sql(
            "insert",
            "INSERT INTO "
                + table
                + " SELECT id, concat('n', id), 1, CAST(id % 2 AS INT) FROM range(6)")
        .reads("read", ALL + table)
        .refused("insert of a reader", "INSERT INTO " + table + " VALUES (99, 'x', 1, 1)")
        .refused("delete of a reader", "DELETE FROM " + table + " WHERE id = 1")
        .sql(
            "upsert",
            "MERGE INTO "
                + table
                + " t USING (SELECT id, 'm' name, 2L ts, CAST(id % 2 AS INT) day FROM range(4, 8)) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *")
        .sql("update", "UPDATE " + table + " SET name = 'u', ts = 3 WHERE id = 3")
        .sql("delete", "DELETE FROM " + table + " WHERE id = 1")
        .reads("read of it", ALL + table)
        .reads("incremental read", run -> changes(run, type))
        .refused(
            "clean of a reader", "CALL run_clean(table => '" + table + "', retain_commits => 1)")
        .step("clean", run -> cleaned(run, table))
        .reads("read at the end", ALL + table);
  }

  /** What has changed since the last commit that is to be seen in a row had begun. */
  private static String changes(StepRun run, String type) {
    String path = run.path("hudi/" + type);
    String last =
        run.spark()
            .read()
            .format("hudi")
            .load(path)
            .agg(functions.max("_hoodie_commit_time"))
            .first()
            .getString(0);
    return StepRun.rows(
        run.spark()
            .read()
            .format("hudi")
            .option("hoodie.datasource.query.type", "incremental")
            .option("hoodie.datasource.read.begin.instanttime", last)
            .load(path)
            .select(new Column[] {functions.col("id"), functions.col("name")}));
  }

  /** How many files were deleted. */
  private static String cleaned(StepRun run, String table) {
    return StepRun.rows(
        run.spark()
            .sql(run.side().in("CALL run_clean(table => '" + table + "', retain_commits => 1)"))
            .select(new Column[] {functions.col("total_files_deleted")}));
  }

  @Test
  void copy_on_write(Lakehouse lake) throws Exception {
    isTheSame(lake, "cow", lifeOfATable("cow", ""));
  }

  @Test
  void merge_on_read(Lakehouse lake) throws Exception {
    isTheSame(
        lake,
        "mor",
        lifeOfATable(
            "mor",
            ", 'hoodie.compact.inline' = 'true', 'hoodie.compact.inline.max.delta.commits' = '2'"));
  }

  private static void isTheSame(Lakehouse lake, String type, Workload workload) throws Exception {
    // Its timeline server writes markers in batches, so that the number of requests varies.
    Comparison both = Comparison.of(lake, workload).sendsAboutTheSame();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of(
                "owner READWRITE s3://vended/team/hudi/*", 1L,
                "reader READ s3://vended/team/hudi/*", 1L));
    TablesPage.has("hudi-" + type, both.rows());
  }
}
