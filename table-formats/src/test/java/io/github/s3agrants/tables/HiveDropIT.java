package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What DROP TABLE leaves in Hive's metastore and on S3, with Hadoop's trash switched on. */
class HiveDropIT {
  private static final String TRASH = "user/" + System.getProperty("user.name") + "/";

  /** May write the team's folder and the trash, but no folder that contains both. */
  private static final Principal BOTH =
      TestPrincipals.named("both")
          .withS3("s3://plain/team/*", Permission.READWRITE)
          .withS3("s3://plain/" + TRASH + "*", Permission.READWRITE)
          // Hadoop looks at the parents of the trash.
          .withS3("s3://plain/user*", Permission.READ);

  /** May write the whole bucket. */
  private static final Principal WHOLE =
      TestPrincipals.named("whole").withS3("s3://plain/*", Permission.READWRITE);

  /** May not even read the team's folder. */
  private static final Principal STRANGER = TestPrincipals.named("stranger");

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE =
      new LakehouseExtension(
          List.of(
              new Lakehouse.Granted(Lakehouse.OWNER, Permission.READWRITE, "team/*"),
              new Lakehouse.Granted(Lakehouse.READER, Permission.READ, "team/*"),
              new Lakehouse.Granted(BOTH, Permission.READWRITE, "team/*"),
              new Lakehouse.Granted(BOTH, Permission.READWRITE, TRASH + "*"),
              new Lakehouse.Granted(WHOLE, Permission.READWRITE, "*"),
              new Lakehouse.Granted(STRANGER, Permission.READ, "other/*")),
          settings());

  private static Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(HiveMetastore.SETTINGS);
    settings.put("spark.hadoop.fs.trash.interval", "60");
    settings.put("spark.hadoop.hive.metastore.authorization.storage.checks", "true");
    return settings;
  }

  @BeforeAll
  static void makeDatabases(Lakehouse lake) throws IOException {
    HiveMetastore.makeDatabases(lake);
  }

  @ParameterizedTest
  @EnumSource
  void drop_of_a_reader_takes_the_table_from_the_catalog_and_leaves_the_data(
      Side side, Lakehouse lake) throws IOException {
    create(lake, side, "r");
    List<String> files = files(lake, side, "team/hive/r/");
    assertThat(allWork(lake, side, new Workload().reads("drop", "DROP TABLE {bucket}.r")))
        .isEmpty();

    assertThat(files(lake, side, "team/hive/r/")).isEqualTo(files).isNotEmpty();
    assertThat(tables(lake, side)).doesNotContain(",r,");
    // What the owner has to do to get it back.
    assertThat(
            allWork(
                lake,
                side,
                new Workload()
                    .sql("back", "CREATE TABLE {bucket}.r USING parquet LOCATION '{root}/hive/r'")
                    .reads("read", "SELECT * FROM {bucket}.r")))
        .isEqualTo("[1]");
  }

  @ParameterizedTest
  @EnumSource
  void overwrite_by_a_reader_fails_and_takes_the_table_from_the_catalog(Side side, Lakehouse lake)
      throws IOException {
    create(lake, side, "o");
    List<String> files = files(lake, side, "team/hive/o/");
    Found overwrite =
        lake.run(new Workload().refused("overwrite", HiveDropIT::overwrite), side).get(0).found();

    assertThat(overwrite.messages()).contains("LOCATION_ALREADY_EXISTS");
    assertThat(files(lake, side, "team/hive/o/")).isEqualTo(files).isNotEmpty();
    assertThat(tables(lake, side)).doesNotContain(",o,");
  }

  private static String overwrite(StepRun run) {
    run.spark().range(2).write().mode(SaveMode.Overwrite).saveAsTable(run.side().bucket() + ".o");
    return "";
  }

  @ParameterizedTest
  @EnumSource
  void storage_checks_of_the_metastore_keep_the_table_from_who_may_not_read(
      Side side, Lakehouse lake) throws IOException {
    create(lake, side, "s");
    Found drop =
        lake.run(
                new Workload().refused(STRANGER, "drop", Workload.all("DROP TABLE {bucket}.s")),
                side)
            .get(0)
            .found();

    assertThat(drop.messages())
        .contains("Table metadata not deleted since")
        .contains("is not writable");
    assertThat(tables(lake, side)).contains(",s,");
    assertThat(allWork(lake, side, new Workload().reads("read", "SELECT * FROM {bucket}.s")))
        .isEqualTo("[1]");
  }

  @ParameterizedTest
  @EnumSource
  void drop_of_an_external_table_leaves_the_data(Side side, Lakehouse lake) throws IOException {
    allWork(
        lake,
        side,
        new Workload()
            .sql(
                "create",
                "CREATE TABLE {bucket}.e USING parquet LOCATION '{root}/external/e' AS SELECT 1 id")
            .sql("drop", "DROP TABLE {bucket}.e"));
    assertThat(files(lake, side, "team/external/e/")).isNotEmpty();
    assertThat(tables(lake, side)).doesNotContain(",e,");
  }

  @Test
  void without_a_permission_on_the_trash_drop_deletes_for_good(Lakehouse lake) throws IOException {
    for (Side side : Side.values()) {
      assertThat(leftOf("gone", Lakehouse.OWNER, side, lake)).isEmpty();
    }
  }

  /**
   * S3 allows a copy from one folder to another; S3 Access Grants does it by one grant for both.
   */
  @Test
  void with_two_grants_drop_deletes_for_good_where_two_permissions_would_keep(Lakehouse lake)
      throws IOException {
    assertThat(leftOf("two", BOTH, Side.PLAIN, lake)).isNotEmpty().allMatch(HiveDropIT::isInTrash);
    assertThat(leftOf("two", BOTH, Side.VENDED, lake)).isEmpty();
  }

  @Test
  void with_one_grant_for_table_and_trash_drop_keeps(Lakehouse lake) throws IOException {
    for (Side side : Side.values()) {
      assertThat(leftOf("kept", WHOLE, side, lake)).isNotEmpty().allMatch(HiveDropIT::isInTrash);
    }
  }

  private static boolean isInTrash(String key) {
    return key.startsWith(TRASH + ".Trash/Current/team/hive/");
  }

  /** Has somebody drop a new table, and lists what is left of it. */
  private static List<String> leftOf(String table, Principal user, Side side, Lakehouse lake)
      throws IOException {
    create(lake, side, table);
    assertThat(files(lake, side, "/" + table + "/")).isNotEmpty();
    allWork(
        lake,
        side,
        new Workload().works(user, "drop", Workload.all("DROP TABLE {bucket}." + table)));
    assertThat(tables(lake, side)).doesNotContain("," + table + ",");
    return files(lake, side, "/" + table + "/");
  }

  private static void create(Lakehouse lake, Side side, String table) throws IOException {
    allWork(
        lake,
        side,
        new Workload()
            .sql("create", "CREATE TABLE {bucket}." + table + " USING parquet AS SELECT 1 id"));
  }

  private static String tables(Lakehouse lake, Side side) throws IOException {
    return allWork(lake, side, new Workload().sql("tables", "SHOW TABLES IN {bucket}"));
  }

  private static List<String> files(Lakehouse lake, Side side, String part) {
    return lake.keys(side).stream()
        .filter(key -> key.contains(part))
        .filter(key -> !key.endsWith("/"))
        .toList();
  }

  /** The text that the last step has found. */
  private static String allWork(Lakehouse lake, Side side, Workload workload) throws IOException {
    List<StepOutcome> outcomes = lake.run(workload, side);
    for (StepOutcome each : outcomes) {
      assertThat(each.found().failed())
          .as("%s: %s", each.step().name(), each.found().messages())
          .isFalse();
    }
    return outcomes.get(outcomes.size() - 1).found().text();
  }
}
