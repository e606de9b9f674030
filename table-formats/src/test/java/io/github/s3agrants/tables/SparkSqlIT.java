package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scripts of the {@code spark-sql} command, each in its own process with a metastore of its own.
 */
@Tag("thrift")
class SparkSqlIT {
  private static final String DRIVER = "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver";

  @RegisterExtension
  static final LakehouseExtension LAKEHOUSE = new LakehouseExtension(Lakehouse.USUAL, Map.of());

  @TempDir Path scripts;

  private static final List<String> OF_THE_OWNER =
      List.of(
          "CREATE DATABASE d LOCATION '{root}/cli'",
          "CREATE TABLE d.t USING parquet AS SELECT id, id % 2 p FROM range(6)",
          "INSERT INTO d.t VALUES (6, 0)",
          "SELECT count(*), sum(id) FROM d.t");

  private static final List<String> OF_THE_READER =
      List.of(
          "CREATE TABLE t USING parquet LOCATION '{root}/cli/t'",
          "SELECT count(*), sum(id) FROM t",
          "INSERT INTO t VALUES (7, 1)");

  private SparkProcess spark(Lakehouse lake, Side side, Principal user, List<String> statements)
      throws IOException {
    Path script =
        Files.writeString(
            scripts.resolve(side + "-" + user.name() + ".sql"),
            side.in(String.join(";\n", statements) + ";\n"));
    return SparkProcess.start(
        lake.emulator(),
        user,
        SparkProcess.jars("thrift-server"),
        HiveMetastore.SETTINGS,
        List.of(DRIVER, "-f", script.toString()));
  }

  @Test
  void scripts_of_the_owner_and_of_a_reader(Lakehouse lake) throws Exception {
    lake.makeFolders("cli");
    lake.emulator().forget();
    try (SparkProcess plain = spark(lake, Side.PLAIN, Lakehouse.OWNER, OF_THE_OWNER);
        SparkProcess vended = spark(lake, Side.VENDED, Lakehouse.OWNER, OF_THE_OWNER)) {
      assertThat(plain.await()).as(plain.log()).isZero();
      assertThat(vended.await()).as(vended.log()).isZero();
      assertThat(vended.output()).isEqualTo(plain.output()).isEqualTo("7\t21\n");
    }
    try (SparkProcess plain = spark(lake, Side.PLAIN, Lakehouse.READER, OF_THE_READER);
        SparkProcess vended = spark(lake, Side.VENDED, Lakehouse.READER, OF_THE_READER)) {
      assertThat(vended.await()).isEqualTo(plain.await()).isNotZero();
      assertThat(vended.output()).isEqualTo(plain.output()).isEqualTo("7\t21\n");
      assertThat(vended.log()).contains("S3 Access Grants gave no credentials for WRITE on");
    }
    RequestsOfBoth sent = RequestsOfBoth.of(lake).areTheSame();
    assertThat(sent.vended().vended())
        .isEqualTo(
            Map.of("owner READWRITE s3://vended/team/*", 1L, "reader READ s3://vended/team/*", 1L));
    assertThat(lake.keys(Side.VENDED)).hasSameSizeAs(lake.keys(Side.PLAIN));
  }
}
