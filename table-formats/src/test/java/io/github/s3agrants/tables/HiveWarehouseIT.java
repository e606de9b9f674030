package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of Hive's metastore, in a database on S3. */
class HiveWarehouseIT {
  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(Lakehouse.USUAL, HiveMetastore.SETTINGS);

  private static Workload lifeOfTables() {
    return new Workload()
        .sql(
            "create as select",
            // One task: how often tasks side by side make the folder above them is chance.
            "CREATE TABLE {bucket}.t STORED AS PARQUET PARTITIONED BY (p) AS"
                + " SELECT /*+ COALESCE(1) */ id, concat('n', id) name, CAST(id % 2 AS INT) p FROM range(6)")
        .sql(
            "create a table of text",
            "CREATE TABLE {bucket}.h (id BIGINT, name STRING) PARTITIONED BY (p INT) STORED AS TEXTFILE")
        .sql("insert", "INSERT INTO {bucket}.h SELECT /*+ COALESCE(1) */ * FROM {bucket}.t")
        .reads("read", "SELECT * FROM {bucket}.h")
        .sql("overwrite one partition", "INSERT OVERWRITE {bucket}.h VALUES (101, 'o', 0)")
        .sql(
            "static overwrite",
            "INSERT OVERWRITE TABLE {bucket}.t PARTITION (p = 1) VALUES (102, 's')")
        .reads("read what is left", "SELECT * FROM {bucket}.t", "SELECT * FROM {bucket}.h")
        .refused(
            "create as select, of a reader",
            "CREATE TABLE {bucket}.r STORED AS TEXTFILE AS SELECT * FROM {bucket}.t")
        .refused("insert of a reader", "INSERT INTO {bucket}.t VALUES (102, 'x', 1)")
        .refused("insert of a reader into text", "INSERT INTO {bucket}.h VALUES (102, 'x', 1)")
        .refused("overwrite of a reader", "INSERT OVERWRITE {bucket}.t VALUES (103, 'x', 1)")
        .refused(
            "overwrite of text, of a reader", "INSERT OVERWRITE {bucket}.h VALUES (103, 'x', 1)")
        .refused("rename of a reader", "ALTER TABLE {bucket}.t RENAME TO {bucket}.r")
        .refused("new partition of a reader", "ALTER TABLE {bucket}.t ADD PARTITION (p = 7)")
        .refused("truncate of a reader", "TRUNCATE TABLE {bucket}.h")
        .reads("read after all that", "SELECT * FROM {bucket}.t", "SELECT * FROM {bucket}.h")
        .refused("partition dropped by a reader", "ALTER TABLE {bucket}.t DROP PARTITION (p = 1)")
        .reads("the metastore has lost the partition", "SHOW PARTITIONS {bucket}.t")
        .sql("repair brings it back", "MSCK REPAIR TABLE {bucket}.t", "SHOW PARTITIONS {bucket}.t")
        .reads("read the partition", "SELECT * FROM {bucket}.t WHERE p = 1")
        .sql("add a partition", "ALTER TABLE {bucket}.t ADD PARTITION (p = 9)")
        .sql("drop a partition", "ALTER TABLE {bucket}.t DROP PARTITION (p = 0)")
        .sql("rename", "ALTER TABLE {bucket}.t RENAME TO {bucket}.n")
        .reads("read by the new name", "SELECT * FROM {bucket}.n", "SHOW PARTITIONS {bucket}.n")
        .sql("truncate", "TRUNCATE TABLE {bucket}.h", "SELECT * FROM {bucket}.h")
        .sql("drop", "DROP TABLE {bucket}.h", "DROP TABLE {bucket}.n", "SHOW TABLES IN {bucket}");
  }

  @Test
  void the_life_of_tables(Lakehouse lake) throws Exception {
    HiveMetastore.makeDatabases(lake);
    Comparison both = Comparison.of(lake, lifeOfTables()).isTheSame();
    // What the owner needs was vended when the databases were made.
    assertThat(both.vended().vended()).isEqualTo(Map.of("reader READ s3://vended/team/*", 1L));
    TablesPage.has("hive", both.rows());
  }
}
