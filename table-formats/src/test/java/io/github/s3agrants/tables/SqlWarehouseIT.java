package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of Spark's own catalog, which is in memory, in a database on S3. */
class SqlWarehouseIT {
  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(
          Lakehouse.USUAL, Map.of("spark.sql.sources.partitionOverwriteMode", "dynamic"));

  private static Workload lifeOfTables() {
    return new Workload()
        .sql("create the database", "CREATE DATABASE {bucket} LOCATION '{root}/warehouse'")
        .step("save as a table", run -> saveAsTable(run, SaveMode.ErrorIfExists))
        .reads("read", "SELECT * FROM {bucket}.t")
        .sql(
            "create as select", // One task: how often tasks side by side make the folder above them
            // is chance.
            "CREATE TABLE {bucket}.c USING parquet AS SELECT /*+ COALESCE(1) */ * FROM {bucket}.t")
        .sql("insert", "INSERT INTO {bucket}.t VALUES (100, 'i', 1)")
        .sql("overwrite one partition", "INSERT OVERWRITE {bucket}.t VALUES (101, 'o', 0)")
        .reads("read what is left", "SELECT * FROM {bucket}.t")
        .refused("save as a table, of a reader", run -> saveAsTable(run, SaveMode.Append))
        .refused("replace, of a reader", run -> saveAsTable(run, SaveMode.Overwrite))
        .refused(
            "create as select, of a reader",
            "CREATE TABLE {bucket}.r USING parquet AS SELECT * FROM {bucket}.t")
        .refused("insert of a reader", "INSERT INTO {bucket}.t VALUES (102, 'x', 1)")
        .refused("overwrite of a reader", "INSERT OVERWRITE {bucket}.t VALUES (103, 'x', 1)")
        .refused("new partition of a reader", "ALTER TABLE {bucket}.t ADD PARTITION (p = 7)")
        .refused("partition dropped by a reader", "ALTER TABLE {bucket}.t DROP PARTITION (p = 1)")
        .refused("truncate of a reader", "TRUNCATE TABLE {bucket}.c")
        .refused("drop of a reader", "DROP TABLE {bucket}.t")
        .reads("read after all that", "SELECT * FROM {bucket}.t", "SELECT * FROM {bucket}.c")
        .step("files of a partition that the catalog does not know", SqlWarehouseIT::writePartition)
        .sql("repair", "MSCK REPAIR TABLE {bucket}.t", "SHOW PARTITIONS {bucket}.t")
        .reads("read what was found", "SELECT * FROM {bucket}.t WHERE p = 8")
        .sql("add a partition", "ALTER TABLE {bucket}.t ADD PARTITION (p = 9)")
        .sql("drop a partition", "ALTER TABLE {bucket}.t DROP PARTITION (p = 8)")
        .sql("rename", "ALTER TABLE {bucket}.t RENAME TO {bucket}.n")
        .reads("read by the new name", "SELECT * FROM {bucket}.n", "SHOW PARTITIONS {bucket}.n")
        .sql("truncate", "TRUNCATE TABLE {bucket}.c", "SELECT * FROM {bucket}.c")
        .sql("drop", "DROP TABLE {bucket}.c")
        // Spark's own catalog keeps the new name of a table that it could not rename. Comes last.
        .refused("rename of a reader", "ALTER TABLE {bucket}.n RENAME TO {bucket}.r");
  }

  private static String saveAsTable(StepRun run, SaveMode mode) {
    run.spark()
        .range(6)
        .selectExpr("id", "concat('n', id) name", "id % 2 p")
        .coalesce(1)
        .write()
        .partitionBy("p")
        .mode(mode)
        .saveAsTable(run.side().in("{bucket}.t"));
    return "";
  }

  private static String writePartition(StepRun run) {
    run.spark()
        .range(3)
        .selectExpr("id", "'f' name")
        .coalesce(1)
        .write()
        .parquet(run.path("warehouse/t/p=8"));
    return "";
  }

  @Test
  void the_life_of_tables(Lakehouse lake) throws Exception {
    Comparison both = Comparison.of(lake, lifeOfTables()).isTheSame();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of("owner READWRITE s3://vended/team/*", 1L, "reader READ s3://vended/team/*", 1L));
    TablesPage.has("sql", both.rows());
  }
}
