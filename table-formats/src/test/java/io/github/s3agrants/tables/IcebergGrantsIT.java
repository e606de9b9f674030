package io.github.s3agrants.tables;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.SparkSettings;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The grants that are enough for an Iceberg table in a HadoopCatalog. */
class IcebergGrantsIT {
  private static final Principal ON_TABLE = Lakehouse.writer("ontable");
  private static final Principal ON_NAMESPACE = Lakehouse.writer("onnamespace");

  private static final Principal APART = Lakehouse.writer("apart");

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(
          List.of(
              new Lakehouse.Granted(ON_TABLE, Permission.READWRITE, "team/iceberg/db/t/*"),
              new Lakehouse.Granted(ON_NAMESPACE, Permission.READWRITE, "team/iceberg/db/*"),
              new Lakehouse.Granted(Lakehouse.READER, Permission.READ, "team/iceberg/db/t/*"),
              new Lakehouse.Granted(APART, Permission.READ, "team/iceberg/db/apart/*"),
              new Lakehouse.Granted(APART, Permission.WRITE, "team/iceberg/db/apart/*")),
          IcebergIT.CATALOGS);

  @Test
  void each_user_needs_no_more_than_this(Lakehouse lake) throws Exception {
    Workload steps =
        new Workload()
            .as(ON_NAMESPACE)
            .sql("CREATE TABLE", "CREATE TABLE {bucket}.db.t (id BIGINT, day INT) USING iceberg")
            .sql("DROP TABLE PURGE", "DROP TABLE {bucket}.db.t PURGE")
            .sql("SHOW TABLES", "SHOW TABLES IN {bucket}.db")
            .as(ON_TABLE)
            .sql("CREATE TABLE", "CREATE TABLE {bucket}.db.t (id BIGINT, day INT) USING iceberg")
            .sql("INSERT", "INSERT INTO {bucket}.db.t VALUES (1, 1), (2, 2)")
            .sql("DELETE", "DELETE FROM {bucket}.db.t WHERE id = 2")
            .beyond("SHOW TABLES", "SHOW TABLES IN {bucket}.db")
            .reads("SELECT", "SELECT * FROM {bucket}.db.t")
            .reads("metadata tables", "SELECT count(*) FROM {bucket}.db.t.files")
            .refused("INSERT", "INSERT INTO {bucket}.db.t VALUES (3, 3)")
            .sql("expire_snapshots", expireSnapshots())
            .sql("remove_orphan_files", removeOrphanFiles())
            .sql("DROP TABLE PURGE", "DROP TABLE {bucket}.db.t PURGE");

    Comparison both = Comparison.of(lake, steps).sendsNoMore();

    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of(
                "onnamespace READWRITE s3://vended/team/iceberg/db/*", 1L,
                "ontable READWRITE s3://vended/team/iceberg/db/t/*", 1L,
                "reader READ s3://vended/team/iceberg/db/t/*", 1L));
    TablesPage.has("iceberg", both.rows());
  }

  /** Iceberg takes the refused rename for a commit of somebody else, and drops its cause. */
  @Test
  void under_read_and_write_apart_the_log_says_which_grant_a_commit_needs(Lakehouse lake)
      throws Exception {
    Workload create =
        new Workload()
            .as(APART)
            .sql("create", "CREATE TABLE {bucket}.db.apart (id BIGINT) USING iceberg");

    List<String> before = lake.keys(Side.VENDED);
    StepOutcome outcome = lake.run(create, Side.VENDED).get(0);
    List<String> left =
        lake.keys(Side.VENDED).stream().filter(key -> !before.contains(key)).toList();
    lake.delete(Side.VENDED, left);

    assertThat(outcome.found().messages())
        .contains("already exists")
        .doesNotContain("S3 Access Grants");
    assertThat(outcome.requests().signers()).containsOnlyKeys("VENDED");
    assertThat(left).noneMatch(key -> key.endsWith("v1.metadata.json"));
    assertThat(Files.readString(SparkSettings.BUILD.resolve("tests.log"), UTF_8))
        .contains("READWRITE whose scope covers s3://vended/team/iceberg/db/apart/*");
  }

  private static String expireSnapshots() {
    return "CALL {bucket}.system.expire_snapshots(table => 'db.t',"
        + " older_than => TIMESTAMP '2100-01-01 00:00:00', retain_last => 1)";
  }

  private static String removeOrphanFiles() {
    return "CALL {bucket}.system.remove_orphan_files(table => 'db.t',"
        + " older_than => TIMESTAMP '2020-01-01 00:00:00')";
  }
}
