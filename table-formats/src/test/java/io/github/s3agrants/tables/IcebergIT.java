package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Iceberg tables in a HadoopCatalog. */
class IcebergIT {
  static final String EXTENSIONS =
      "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions";

  /** Each side has a catalog of its bucket's name. */
  static final Map<String, String> CATALOGS =
      Map.of(
          "spark.sql.extensions",
          EXTENSIONS,
          "spark.sql.catalog.{bucket}",
          "org.apache.iceberg.spark.SparkCatalog",
          "spark.sql.catalog.{bucket}.type",
          "hadoop",
          "spark.sql.catalog.{bucket}.cache-enabled",
          "false",
          "spark.sql.catalog.{bucket}.warehouse",
          "{root}/iceberg");

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE = new LakehouseExtension(Lakehouse.USUAL, CATALOGS);

  private static Workload lifeOfATable() {
    return new Workload()
        .sql(
            "create",
            "CREATE TABLE {bucket}.db.t (id BIGINT, day INT, name STRING) USING iceberg PARTITIONED BY (day)")
        .sql(
            "insert", "INSERT INTO {bucket}.db.t SELECT id, id % 3, concat('n', id) FROM range(12)")
        .reads("read", "SELECT * FROM {bucket}.db.t")
        .refused("insert of a reader", "INSERT INTO {bucket}.db.t VALUES (99, 1, 'x')")
        .refused("delete of a reader", "DELETE FROM {bucket}.db.t WHERE id = 1")
        .sql(
            "merge",
            "MERGE INTO {bucket}.db.t t USING (SELECT id, 1 day, 'm' name FROM range(10, 14)) s ON t.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET name = s.name WHEN NOT MATCHED THEN INSERT *")
        .sql("update", "UPDATE {bucket}.db.t SET name = 'u' WHERE id = 3")
        .sql("delete", "DELETE FROM {bucket}.db.t WHERE id = 5")
        .step(
            "time travel",
            run -> run.sql("SELECT * FROM {bucket}.db.t VERSION AS OF " + first(run)))
        .sql("branch", "ALTER TABLE {bucket}.db.t CREATE BRANCH test")
        .sql("write to the branch", "INSERT INTO {bucket}.db.t.branch_test VALUES (50, 2, 'b')")
        .reads("read the branch", "SELECT * FROM {bucket}.db.t VERSION AS OF 'test'")
        .sql(
            "rewrite data files",
            "CALL {bucket}.system.rewrite_data_files(table => 'db.t', options => map('min-input-files', '2'))")
        .sql("drop the branch", "ALTER TABLE {bucket}.db.t DROP BRANCH test")
        .refused(
            "expire snapshots of a reader",
            "CALL {bucket}.system.expire_snapshots(table => 'db.t', older_than => TIMESTAMP '2100-01-01 00:00:00', retain_last => 1)")
        .sql(
            "expire snapshots",
            "CALL {bucket}.system.expire_snapshots(table => 'db.t', older_than => TIMESTAMP '2100-01-01 00:00:00', retain_last => 1)")
        .sql(
            "remove orphan files",
            "CALL {bucket}.system.remove_orphan_files(table => 'db.t', older_than => TIMESTAMP '2020-01-01 00:00:00')")
        .refused("drop of a reader", "DROP TABLE {bucket}.db.t PURGE")
        .reads("read at the end", "SELECT * FROM {bucket}.db.t")
        .sql("drop", "DROP TABLE {bucket}.db.t PURGE");
  }

  private static Object first(StepRun run) {
    return run.value("SELECT snapshot_id FROM {bucket}.db.t.snapshots ORDER BY committed_at");
  }

  @Test
  void the_life_of_a_table(Lakehouse lake) throws Exception {
    Comparison both = Comparison.of(lake, lifeOfATable()).isTheSame();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of("owner READWRITE s3://vended/team/*", 1L, "reader READ s3://vended/team/*", 1L));
  }
}
