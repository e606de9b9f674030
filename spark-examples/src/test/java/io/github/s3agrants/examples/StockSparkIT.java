package io.github.s3agrants.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.s3agrants.examples.CommitterFixture.Side;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stock Spark 3.5 before and after {@code bin/spark-with-hadoop-3.4}: its jars are those that are
 * downloaded, with Hadoop 3.3.
 */
@Tag("stock")
class StockSparkIT {
  private static final Path LIBRARY = SparkSettings.BUILD.resolve("s3a-access-grants.jar");

  private static final String MISSING = "NoClassDefFoundError: org/apache/hadoop/fs/BulkDelete";

  private static Path stock;
  private static Path swapped;

  @TempDir Path work;

  @BeforeAll
  static void swap() throws IOException {
    stock = StockSpark.home();
    swapped = StockSpark.swapped(LIBRARY);
  }

  private static List<String> jars(Path home, String pattern) throws IOException {
    try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.matches(pattern))
          .sorted()
          .toList();
    }
  }

  @Test
  void has_one_hadoop_and_sparks_own_versions_of_all_else() throws IOException {
    assertThat(jars(stock, "hadoop-.*"))
        .containsExactly(
            "hadoop-client-api-3.3.4.jar",
            "hadoop-client-runtime-3.3.4.jar",
            "hadoop-shaded-guava-1.1.1.jar",
            "hadoop-yarn-server-web-proxy-3.3.4.jar");
    assertThat(jars(swapped, "hadoop-.*"))
        .containsExactly(
            "hadoop-aws-3.4.3.jar",
            "hadoop-client-api-3.4.3.jar",
            "hadoop-client-runtime-3.4.3.jar",
            "hadoop-shaded-guava-1.5.0.jar",
            "hadoop-yarn-server-web-proxy-3.4.3.jar");
    String theirs = "(netty-(?!nio)|slf4j|jackson-|httpc|commons-|guava|jcl-).*";
    assertThat(jars(swapped, theirs)).isEqualTo(jars(stock, theirs)).hasSizeGreaterThan(30);
    assertThat(jars(swapped, "(bundle|s3|s3control|s3-transfer-manager|sts|analytics.*)-[0-9].*"))
        .containsExactly(
            "analyticsaccelerator-s3-1.3.1.jar",
            "s3-2.35.4.jar",
            "s3-transfer-manager-2.35.4.jar",
            "s3control-2.35.4.jar",
            "sts-2.35.4.jar");
  }

  /** README's command for a Spark with Hadoop 3.4: hadoop-aws and the library come with the job. */
  @Test
  void before_it_a_job_dies_of_a_missing_class() throws Exception {
    String all =
        jars(swapped, ".*").stream()
            .filter(name -> !name.matches("hadoop-(client|yarn|shaded).*"))
            .filter(name -> !Files.exists(stock.resolve("jars").resolve(name)))
            .map(name -> swapped.resolve("jars").resolve(name).toString())
            .collect(Collectors.joining(","));
    Path output = work.resolve("output.txt");
    Process process =
        SparkJvm.command(
                stock,
                "",
                List.of(),
                List.of(
                    "org.apache.spark.deploy.SparkSubmit",
                    "--master",
                    "local[1]",
                    "--properties-file",
                    Path.of("..", "conf", "spark-defaults.conf").toString(),
                    "--conf",
                    "spark.ui.enabled=false",
                    "--jars",
                    all,
                    "--class",
                    FlightDelays.class.getName(),
                    SparkSettings.BUILD.resolve("spark-examples.jar").toString(),
                    "s3a://lake/flights.json",
                    "s3a://lake/airports.csv",
                    "s3a://lake/delays",
                    "s3a://lake/alice",
                    "s3a://lake/carol"),
                work.resolve("log.txt"))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor()).isNotZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(output)).contains("java.lang." + MISSING);
    assertThat(Path.of("..", "docs", "troubleshooting.md"))
        .content()
        .contains("| `" + MISSING + "` | ", "`bin/spark-with-hadoop-3.4 SPARK_HOME`");
  }

  @Test
  void after_it_the_example_runs_to_its_end() throws Exception {
    try (RunExample example = new RunExample(work)) {
      Process process = example.startBuilt("--spark-home", swapped.toString());
      List<String> output = process.inputReader().lines().toList();

      assertThat(process.waitFor()).as(() -> String.join("\n", output)).isZero();
      assertThat(output.get(output.size() - 1))
          .isEqualTo(
              "FLIGHT DELAYS OK: 10,000 flights, 4 GetDataAccess calls,"
                  + " 0 requests signed with base credentials");
    }
  }

  /** What {@link CommittersIT} runs; one that renames, and one that does not. */
  @Test
  void after_it_committers_work_under_one_grant() throws IOException {
    assertThatTheyWork(Committer.FILE_V1, Committer.MAGIC);
  }

  @Test
  @Tag("minutes")
  void after_it_the_other_committers_work_under_one_grant() throws IOException {
    assertThatTheyWork(Committer.FILE_V2, Committer.DIRECTORY, Committer.PARTITIONED);
  }

  private static void assertThatTheyWork(Committer... committers) throws IOException {
    assertThat(Side.VENDED.principal().s3()).isEmpty();
    try (CommitterFixture fixture = CommitterFixture.start(swapped)) {
      List<String> lines = fixture.run(Side.VENDED, committers);

      for (Committer committer : committers) {
        String name = committer.id();
        assertThat(lines)
            .contains(
                name + " write: 0 1 2 3 4 5 6 7",
                name + " append: 0 1 2 3 4 5 6 7 8 9 10 11",
                name + " overwrite: 0 1 2 3 4 5",
                name + " task-failure: 0 1 2 3 4 5 6 7",
                name + " speculation: task 0 attempt 0 task 1 attempt 0");
        assertThat(fixture.text(Side.VENDED, "team/alice/" + name + "/speculation/_SUCCESS"))
            .contains(committer.renames() ? "" : "\"committer\":\"" + name + "\"");
      }
      assertThat(fixture.uploads(Side.VENDED)).isEmpty();
      assertThat(fixture.calls(Side.VENDED, "s3"))
          .hasSizeGreaterThan(100)
          .allMatch(call -> call.path("signer").asText().equals("VENDED"));
      assertThat(fixture.calls(Side.VENDED, "s3control"))
          .filteredOn(call -> target(call).startsWith("s3://vended/team/"))
          .singleElement()
          .satisfies(call -> assertThat(target(call)).isEqualTo("s3://vended/team/alice/*"));
    }
  }

  private static String target(JsonNode call) {
    return call.path("target").asText();
  }
}
