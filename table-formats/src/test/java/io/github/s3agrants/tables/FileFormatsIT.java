package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spark's own file formats, written by the owner of the folder, and read by one who may read. */
class FileFormatsIT {
  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE = new LakehouseExtension(Lakehouse.USUAL, Map.of());

  private static final String STREAM_TYPE = "fs.s3a.input.stream.type";

  private static final Map<String, Long> ONE_CALL_FOR_EACH =
      Map.of("owner READWRITE s3://vended/team/*", 1L, "reader READ s3://vended/team/*", 1L);

  /** Each test has its own calls to GetDataAccess, and the same probes of the team's folder. */
  @BeforeEach
  void start(Lakehouse lake) throws Exception {
    lake.closeFileSystems();
    lake.put("team/readme", "of the team");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc", "avro", "csv", "json", "text"})
  void a_format(String format, Lakehouse lake) throws Exception {
    Comparison both = Comparison.of(lake, lifeOf(format, format)).isTheSame();
    assertThat(both.vended().vended()).isEqualTo(ONE_CALL_FOR_EACH);
    assertThat(both.vended().refused()).isEqualTo(refusals(format));
  }

  @Test
  void binary_files(Lakehouse lake) throws Exception {
    Workload workload =
        new Workload()
            .step("write", run -> write(run, "text", "binary", 0, SaveMode.Overwrite))
            .reads(
                "read",
                run ->
                    StepRun.rows(
                        run.spark()
                            .read()
                            .format("binaryFile")
                            .load(run.path("binary"))
                            .selectExpr("length", "CAST(content AS STRING) content", "day")))
            .reads(
                "metadata alone",
                run ->
                    StepRun.rows(
                        run.spark()
                            .read()
                            .format("binaryFile")
                            .load(run.path("binary"))
                            .where("day = 1")
                            .select("length")))
            .refused("delete of a reader", run -> delete(run, "binary"));
    Comparison both = Comparison.of(lake, workload).isTheSame();
    assertThat(both.vended().vended()).isEqualTo(ONE_CALL_FOR_EACH);
  }

  /** S3A's default input stream keeps what it has read, so its number of requests says nothing. */
  @Test
  void the_default_input_stream(Lakehouse lake) throws Exception {
    Configuration settings = lake.spark().sparkContext().hadoopConfiguration();
    settings.set(STREAM_TYPE, "analytics");
    try {
      Comparison both = Comparison.of(lake, lifeOf("parquet", "analytics")).endsTheSame();
      assertThat(both.vended().vended()).isEqualTo(ONE_CALL_FOR_EACH);
      assertThat(both.vended().refused()).isEqualTo(refusals("analytics"));
    } finally {
      settings.set(STREAM_TYPE, "classic");
    }
  }

  private static Workload lifeOf(String format, String folder) {
    String days = folder + "/days";
    String flat = folder + "/flat";
    return new Workload()
        .step("write days", run -> write(run, format, days, 0, SaveMode.ErrorIfExists))
        .reads("read days", run -> StepRun.rows(read(run, format).load(run.path(days))))
        .refused("append of a reader", run -> write(run, format, days, 0, SaveMode.Append))
        .refused("overwrite of a reader", run -> write(run, format, days, 0, SaveMode.Overwrite))
        .refused("delete of a reader", run -> delete(run, days))
        .step("append days", run -> write(run, format, days, 100, SaveMode.Append))
        .step("overwrite a day", run -> overwriteADay(run, format, days))
        .reads(
            "read a day",
            run -> StepRun.rows(read(run, format).load(run.path(days)).where("day = 1")))
        .step("write", run -> writeFlat(run, format, flat, SaveMode.ErrorIfExists))
        .step("overwrite", run -> writeFlat(run, format, flat, SaveMode.Overwrite))
        .reads("read", run -> StepRun.rows(read(run, format).load(run.path(flat))));
  }

  private static DataFrameReader read(StepRun run, String format) {
    DataFrameReader reader = run.spark().read().format(format);
    // Those without a schema of their own.
    return format.equals("csv") || format.equals("json")
        ? reader.schema("id BIGINT, value STRING, day INT")
        : reader;
  }

  /** A file for each of three days. */
  private static String write(StepRun run, String format, String folder, int from, SaveMode mode) {
    rows(run, format, from)
        .write()
        .format(format)
        .partitionBy("day")
        .mode(mode)
        .save(run.path(folder));
    return "written";
  }

  private static String overwriteADay(StepRun run, String format, String folder) {
    rows(run, format, 200)
        .where("day = 1")
        .write()
        .format(format)
        .partitionBy("day")
        .option("partitionOverwriteMode", "dynamic")
        .mode(SaveMode.Overwrite)
        .save(run.path(folder));
    return "written";
  }

  private static String writeFlat(StepRun run, String format, String folder, SaveMode mode) {
    rows(run, format, 0).drop("day").write().format(format).mode(mode).save(run.path(folder));
    return "written";
  }

  private static Dataset<Row> rows(StepRun run, String format, int from) {
    Dataset<Row> rows =
        run.spark()
            .range(from, from + 12, 1, 1)
            .selectExpr("id", "concat('n', id) value", "CAST(id % 3 AS INT) day");
    return format.equals("text") ? rows.drop("id") : rows;
  }

  private static String delete(StepRun run, String folder) throws Exception {
    Path path = new Path(run.path(folder));
    Configuration settings = run.spark().sparkContext().hadoopConfiguration();
    return "deleted " + path.getFileSystem(settings).delete(path, true);
  }

  /** The folder that a job makes first, and what is deleted. */
  private static Map<String, Long> refusals(String folder) {
    String days = "reader WRITE s3://vended/team/" + folder + "/days/";
    return Map.of(days + "_temporary/0/", 1L, days + "*", 1L);
  }
}
