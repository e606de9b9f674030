package io.github.s3agrants.tables;

import static io.github.s3agrants.emulator.api.Permission.READ;
import static io.github.s3agrants.emulator.api.Permission.READWRITE;
import static io.github.s3agrants.emulator.api.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.TestPrincipals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Globs and partitions: which grants are enough, and what is refused with one too few. Each of the
 * users may read, or write, all of the team's folder with plain credentials.
 */
class GrantedPathsIT {
  private static final Principal ON_DAYS = user("ondays", READ);
  private static final Principal ON_PREFIX = user("onprefix", READ);
  private static final Principal ON_TABLE = user("ontable", READ);
  private static final Principal ON_FILE = user("onfile", READ);
  private static final Principal WRITES_TABLE = user("table", READWRITE);
  private static final Principal WRITES_DAY = user("day", READWRITE);
  private static final Principal WRITES_APART = user("apart", READWRITE);

  private static final String TABLE = "paths/t";
  private static final String FILE = "paths/one.csv";
  private static final String IN_BUCKET = Lakehouse.TEAM + "/" + TABLE;

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE = new LakehouseExtension(grants(), Map.of());

  private static Principal user(String name, Permission onPlain) {
    return TestPrincipals.named(name).withS3("s3://plain/" + Lakehouse.TEAM + "/*", onPlain);
  }

  private static List<Lakehouse.Granted> grants() {
    List<Lakehouse.Granted> grants = new ArrayList<>(Lakehouse.USUAL);
    grants.add(new Lakehouse.Granted(ON_DAYS, READ, IN_BUCKET + "/day=1/*"));
    grants.add(new Lakehouse.Granted(ON_DAYS, READ, IN_BUCKET + "/day=2/*"));
    grants.add(new Lakehouse.Granted(ON_PREFIX, READ, IN_BUCKET + "/day=*"));
    grants.add(new Lakehouse.Granted(ON_TABLE, READ, IN_BUCKET + "/*"));
    grants.add(new Lakehouse.Granted(ON_FILE, READ, Lakehouse.TEAM + "/" + FILE));
    grants.add(new Lakehouse.Granted(WRITES_TABLE, READWRITE, IN_BUCKET + "/*"));
    grants.add(new Lakehouse.Granted(WRITES_DAY, READWRITE, IN_BUCKET + "/day=1/*"));
    grants.add(new Lakehouse.Granted(WRITES_APART, READ, IN_BUCKET + "/*"));
    grants.add(new Lakehouse.Granted(WRITES_APART, WRITE, IN_BUCKET + "/*"));
    return List.copyOf(grants);
  }

  /**
   * Each test has its own calls to GetDataAccess, and the same probes of the team's folder. The
   * folder of the tables is there whichever test comes first: where S3A deletes the last that is in
   * it, it writes this marker, which only plain credentials may if the grant is on the table.
   */
  @BeforeEach
  void start(Lakehouse lake) throws Exception {
    lake.closeFileSystems();
    lake.put("team/readme", "of the team");
    lake.put("team/paths/", "");
  }

  @Test
  void globs_and_other_ways_to_name_what_is_read(Lakehouse lake) throws Exception {
    Workload workload =
        table()
            .reads("*", run -> rows(run, "/day=*"))
            .reads("{a,b}", run -> rows(run, "/day={1,2}"))
            .reads("{a,b} with folders", run -> rows(run, "/{day=1/part-*,day=2/part-*}"))
            .reads("?", run -> rows(run, "/day=?"))
            .reads("[0-9]", run -> rows(run, "/day=[0-1]"))
            .reads("* of files", run -> rows(run, "/*/*.parquet"))
            .reads("nothing matches", run -> matchesNothing(run, "/night=*"))
            .reads("basePath", run -> withBase(run, "/day=1", "/day=2"))
            .reads(
                "recursiveFileLookup",
                run ->
                    StepRun.rows(
                        run.spark()
                            .read()
                            .option("recursiveFileLookup", "true")
                            .parquet(run.path(TABLE))))
            .reads(
                "pathGlobFilter",
                run ->
                    StepRun.rows(
                        run.spark()
                            .read()
                            .option("pathGlobFilter", "part-*.c000.*")
                            .parquet(run.path(TABLE))))
            .step("write another schema", GrantedPathsIT::writeAnotherSchema)
            .reads(
                "mergeSchema",
                run ->
                    StepRun.rows(
                        run.spark().read().option("mergeSchema", "true").parquet(run.path(TABLE))))
            .reads(
                "mergeSchema of a glob",
                run ->
                    StepRun.rows(
                        run.spark()
                            .read()
                            .option("mergeSchema", "true")
                            .option("basePath", run.path(TABLE))
                            .parquet(run.path(TABLE + "/day=*"))));
    Comparison both = Comparison.of(lake, workload).isTheSame();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of("owner READWRITE s3://vended/team/*", 1L, "reader READ s3://vended/team/*", 1L));
    assertThat(both.vended().refused()).isEmpty();
  }

  @Test
  void two_days_of_a_table_are_read_with_a_grant_on_each(Lakehouse lake) throws Exception {
    Workload workload =
        table()
            .works(ON_DAYS, "`t/day=1`", run -> rows(run, "/day=1"))
            .works(ON_DAYS, "both with `basePath`", run -> withBase(run, "/day=1", "/day=2"))
            .works(
                ON_DAYS,
                "`t/{day=1/part-*,day=2/part-*}`",
                run -> rows(run, "/{day=1/part-*,day=2/part-*}"));
    Comparison both = Comparison.of(lake, workload).sendsNoMore();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of(
                "owner READWRITE s3://vended/team/*", 1L,
                "ondays READ s3://vended/team/paths/t/day=1/*", 1L,
                "ondays READ s3://vended/team/paths/t/day=2/*", 1L));
    // Spark looks for _spark_metadata at the pattern as if it were a path, and ignores the refusal.
    assertThat(both.vended().refused())
        .hasSize(1)
        .allSatisfy(
            (call, count) -> {
              assertThat(call).startsWith("ondays READ s3://vended/team/paths/t/{day=1/part-*");
              assertThat(count).isOne();
            });
    TablesPage.has("days", both.rows());

    refused(lake, ON_DAYS, run -> rows(run, "/day=*"), "ListObjectsV2", TABLE);
    refused(lake, ON_DAYS, run -> rows(run, ""), "ListObjectsV2", TABLE);
    refused(lake, ON_DAYS, run -> withBase(run, "/day=1", "/day=0"), "day=0");
  }

  @Test
  void the_whole_table_is_what_is_granted_of_it_if_that_is_wanted(Lakehouse lake) throws Exception {
    Comparison.of(lake, table()).isTheSame();
    Configuration settings = lake.spark().sparkContext().hadoopConfiguration();
    settings.set("fs.s3a.accessgrants.list.granted", "true");
    lake.closeFileSystems();
    try {
      Workload workload =
          new Workload()
              .works(ON_DAYS, "two days", run -> withBase(run, "/day=1", "/day=2"))
              .works(ON_DAYS, "table", run -> rows(run, ""))
              .works(ON_DAYS, "glob", run -> withBase(run, "/day=*"))
              .works(ON_DAYS, "glob of files", run -> withBase(run, "/*/*.parquet"));
      List<StepOutcome> outcomes = lake.run(workload, Side.VENDED);
      assertThat(outcomes)
          .extracting(each -> each.found().text())
          .hasSize(4)
          .allMatch(rows -> rows.equals(outcomes.get(0).found().text()))
          .allMatch(rows -> rows.startsWith("["));
      Requests sent = Requests.sum(outcomes.stream().map(StepOutcome::requests).toList());
      assertThat(sent.signers()).containsOnlyKeys("VENDED");
      assertThat(sent.vended())
          .isEqualTo(
              Map.of(
                  "ondays READ s3://vended/team/paths/t/day=1/*", 1L,
                  "ondays READ s3://vended/team/paths/t/day=2/*", 1L));
    } finally {
      settings.unset("fs.s3a.accessgrants.list.granted");
    }
  }

  @Test
  void a_glob_lists_the_folder_before_it(Lakehouse lake) throws Exception {
    Workload workload =
        table()
            .works(ON_PREFIX, "`t/day=0` and `t/day=1`", run -> withBase(run, "/day=0", "/day=1"))
            .works(ON_TABLE, "`t/day=*`", run -> withBase(run, "/day=*"))
            .works(ON_TABLE, "`t`", run -> rows(run, ""));
    Comparison both = Comparison.of(lake, workload).sendsNoMore();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of(
                "owner READWRITE s3://vended/team/*", 1L,
                "onprefix READ s3://vended/team/paths/t/day=*", 1L,
                "ontable READ s3://vended/team/paths/t/*", 1L));
    TablesPage.has("globs", both.rows());
    // That folder is not below the grant, however the pattern ends.
    refused(lake, ON_PREFIX, run -> rows(run, "/day=*"), "ListObjectsV2", TABLE);
    refused(
        lake,
        ON_TABLE,
        run -> StepRun.rows(run.spark().read().parquet(run.path("paths/*/day=1"))),
        "ListObjectsV2",
        "paths/");
  }

  @Test
  void an_object_is_read_with_a_grant_on_it(Lakehouse lake) throws Exception {
    Workload workload =
        new Workload()
            .step("write", GrantedPathsIT::writeFile)
            .works(ON_FILE, "csv", run -> StepRun.rows(run.spark().read().csv(run.path(FILE))))
            .works(ON_FILE, "text", run -> StepRun.rows(run.spark().read().text(run.path(FILE))))
            .works(
                ON_FILE,
                "binaryFile",
                run ->
                    StepRun.rows(
                        run.spark()
                            .read()
                            .format("binaryFile")
                            .load(run.path(FILE))
                            .selectExpr("length", "CAST(content AS STRING) content")))
            .refused(
                ON_FILE,
                "overwrite",
                run -> {
                  run.spark().range(1).write().mode(SaveMode.Overwrite).csv(run.path(FILE));
                  return "written";
                });
    Comparison both = Comparison.of(lake, workload).endsTheSame();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of(
                "owner READWRITE s3://vended/team/*", 1L,
                "onfile READ s3://vended/team/paths/one.csv", 1L));
    TablesPage.has("objects", both.rows());
    refused(
        lake,
        ON_FILE,
        run -> StepRun.rows(run.spark().read().csv(run.path("paths/one.*"))),
        "ListObjectsV2",
        "paths");
  }

  @Test
  void an_append_writes_at_the_root_of_the_table(Lakehouse lake) throws Exception {
    Workload workload =
        table()
            .works(WRITES_TABLE, "append to `t`", run -> append(run, ""))
            .works(WRITES_TABLE, "overwrite of `t`", run -> write(run, SaveMode.Overwrite))
            .works(WRITES_DAY, "append to `t/day=1`", run -> append(run, "/day=1"))
            .reads("read", run -> rows(run, ""));
    Comparison both = Comparison.of(lake, workload).sendsNoMore();
    assertThat(both.vended().vended())
        .isEqualTo(
            Map.of(
                "owner READWRITE s3://vended/team/*", 1L,
                "table READWRITE s3://vended/team/paths/t/*", 1L,
                "day READWRITE s3://vended/team/paths/t/day=1/*", 1L,
                "reader READ s3://vended/team/*", 1L));
    TablesPage.has("appends", both.rows());

    List<String> before = lake.keys(Side.VENDED);
    refused(lake, WRITES_DAY, run -> append(run, ""), "_temporary");
    assertThat(lake.keys(Side.VENDED)).isEqualTo(before);
    refused(lake, WRITES_APART, run -> append(run, ""), "CopyObject");
    refused(lake, ON_TABLE, run -> append(run, ""), "_temporary");
  }

  /** A step that is refused with vended credentials, by a message that names these. */
  private static void refused(
      Lakehouse lake, Principal user, Workload.Action action, String... names) throws Exception {
    List<StepOutcome> outcomes =
        lake.run(new Workload().refused(user, "refused", action), Side.VENDED);
    Found found = outcomes.get(0).found();
    assertThat(found.failed()).as(found.text()).isTrue();
    assertThat(found.messages()).contains("S3 Access Grants").contains(names);
    assertThat(outcomes.get(0).requests().signers()).doesNotContainKey("BASE");
  }

  /** Three days, two files in each. */
  private static Workload table() {
    return new Workload().step("write", run -> write(run, SaveMode.Overwrite));
  }

  private static String write(StepRun run, SaveMode mode) {
    data(run)
        .write()
        .option("maxRecordsPerFile", 3)
        .partitionBy("day")
        .mode(mode)
        .parquet(run.path(TABLE));
    return "written";
  }

  private static String append(StepRun run, String day) {
    if (day.isEmpty()) {
      return write(run, SaveMode.Append);
    }
    data(run).drop("day").write().mode(SaveMode.Append).parquet(run.path(TABLE + day));
    return "written";
  }

  private static Dataset<Row> data(StepRun run) {
    return run.spark().range(0, 12, 1, 1).selectExpr("id", "CAST(id % 3 AS INT) day");
  }

  private static String writeAnotherSchema(StepRun run) {
    run.spark()
        .range(0, 1, 1, 1)
        .selectExpr("id", "'more' more")
        .write()
        .mode(SaveMode.Append)
        .parquet(run.path(TABLE + "/day=1"));
    return "written";
  }

  private static String writeFile(StepRun run) throws Exception {
    Path path = new Path(run.path(FILE));
    try (FSDataOutputStream out =
        path.getFileSystem(run.spark().sparkContext().hadoopConfiguration()).create(path)) {
      out.write("a,1\nb,2\n".getBytes(StandardCharsets.UTF_8));
    }
    return "written";
  }

  private static String rows(StepRun run, String below) {
    return StepRun.rows(run.spark().read().parquet(run.path(TABLE + below)));
  }

  /** With the column {@code day}, which is in no file. */
  private static String withBase(StepRun run, String... below) {
    return StepRun.rows(
        run.spark()
            .read()
            .option("basePath", run.path(TABLE))
            .parquet(
                Arrays.stream(below).map(path -> run.path(TABLE + path)).toArray(String[]::new)));
  }

  private static String matchesNothing(StepRun run, String below) {
    try {
      return rows(run, below);
    } catch (Exception e) { // Scala declares nothing
      return e.getClass().getSimpleName();
    }
  }
}
