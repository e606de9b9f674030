package io.github.s3agrants.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.examples.EmulatorJar;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.StockSpark;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedReader;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Table formats on a stock Spark 3.5 after {@code bin/spark-with-hadoop-3.4}: with all jars of its
 * own, and of the formats nothing but their jars.
 */
@Tag("stock")
class StockTablesIT {
  private static final Principal USER = TestPrincipals.named("user");
  private static final List<Lakehouse.Granted> GRANTS =
      List.of(new Lakehouse.Granted(USER, Permission.READWRITE, "team/*"));

  @Test
  void tables_and_a_rename_under_one_grant() throws Exception {
    assertThat(USER.s3()).isEmpty();
    Path library = jar("s3a-access-grants-[0-9].*");
    Path home = StockSpark.swapped(library);
    Path work =
        Files.createTempDirectory(
            Files.createDirectories(SparkSettings.BUILD.resolve("lakehouses")), "stock");
    try (EmulatorJar emulator = EmulatorJar.start(work, Lakehouse.configuration(GRANTS))) {
      assertThat(run(home, work, emulator))
          .containsExactly(
              "delta: [13,86,4]", "iceberg: [13,86,4]", "hive: [5,10]", "rename: true 10485761");

      Requests sent = Requests.of(emulator.journal(), Side.VENDED);
      assertThat(sent.signers()).containsOnlyKeys("VENDED");
      assertThat(sent.s3()).containsEntry("UploadPartCopy", 3L);
      assertThat(sent.vended()).isEqualTo(Map.of("user READWRITE s3://vended/team/*", 1L));
    }
  }

  private static List<String> run(Path home, Path work, EmulatorJar emulator) throws Exception {
    Path local = Files.createDirectory(work.resolve("spark"));
    String formats =
        Stream.of("delta-spark_.*", "delta-storage-.*", "iceberg-spark-runtime-.*")
            .map(StockTablesIT::jar)
            .map(Path::toString)
            .collect(Collectors.joining(File.pathSeparator));
    SparkSettings settings =
        new SparkSettings(local, emulator.endpoints())
            .withLibraryOfSpark(emulator.endpoints().s3Control(), emulator.endpoints().sts())
            .s3a("multipart.size", "5M")
            .s3a("multipart.threshold", "5M");
    Delta.SETTINGS.forEach((key, value) -> settings.spark(key.substring("spark.".length()), value));
    HiveMetastore.SETTINGS.forEach(
        (key, value) ->
            settings.spark(
                key.substring("spark.".length()), value.replace("{work}", local.toString())));
    settings
        .spark("driver.extraClassPath", settings.classPath() + File.pathSeparator + formats)
        .spark(
            "sql.extensions",
            Delta.SETTINGS.get("spark.sql.extensions") + "," + IcebergIT.EXTENSIONS)
        .spark("sql.catalog.ice", "org.apache.iceberg.spark.SparkCatalog")
        .spark("sql.catalog.ice.type", "hadoop")
        .spark("sql.catalog.ice.warehouse", Side.VENDED.root() + "/iceberg")
        .spark("sql.shuffle.partitions", "1")
        // Where the log goes.
        .spark("build.directory", local.toString());
    SparkJvm jvm = new SparkJvm(home, local, settings);
    Process job = jvm.start(USER, StockTablesJob.class, Side.VENDED.root(), local.toString());
    try (BufferedReader output = job.inputReader()) {
      List<String> found =
          output
              .lines()
              .filter(line -> line.startsWith(StockTablesJob.MARK))
              .map(line -> line.substring(StockTablesJob.MARK.length()))
              .toList();
      assertThat(job.waitFor()).as("%s, see %s", found, work).isZero();
      return found;
    } finally {
      job.destroyForcibly();
    }
  }

  /** One that Maven has resolved for the tests. */
  private static Path jar(String name) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(path -> path.getFileName().toString().matches(name))
        .findFirst()
        .orElseThrow();
  }
}
