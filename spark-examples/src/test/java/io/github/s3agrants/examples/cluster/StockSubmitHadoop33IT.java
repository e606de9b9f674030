package io.github.s3agrants.examples.cluster;

import static io.github.s3agrants.examples.cluster.CallAssertions.assertInstanceResolved;
import static io.github.s3agrants.examples.cluster.CallAssertions.assertNoBaseSigner;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.examples.FlightDelays;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.StockSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The flights on two executors of a stock Spark 3.5 with its own Hadoop 3.3.4. Each asks for
 * itself: the library for Hadoop 3.3 has no plugin.
 */
@Tag("stock")
class StockSubmitHadoop33IT {
  private static final int PROCESSES = 3;

  /** As in docs/hadoop-3.3.md. */
  private static final List<String> PACKAGES =
      List.of(
          "org.apache.hadoop:hadoop-aws:3.3.4",
          "com.amazonaws:aws-java-sdk-s3:1.12.262",
          "com.amazonaws:aws-java-sdk-dynamodb:1.12.262",
          "com.amazonaws:aws-java-sdk-sts:1.12.262",
          "software.amazon.awssdk:s3control:2.35.4",
          "software.amazon.awssdk:sts:2.35.4");

  private static final List<String> LEFT_OUT =
      List.of("com.amazonaws:aws-java-sdk-bundle", "software.amazon.awssdk:netty-nio-client");

  private Path work;
  private ClusterLake lake;

  @BeforeEach
  void start() throws IOException {
    work =
        Files.createTempDirectory(
            Files.createDirectories(SparkSettings.BUILD.resolve("clusters")), "hadoop33");
    lake = ClusterLake.start(work);
  }

  @AfterEach
  void stop() {
    lake.close();
  }

  @Test
  void each_process_asks_for_each_grant_that_it_uses() throws Exception {
    assertThatItRuns(lake.withLibraryForHadoop33(lake.settings(work), StockSpark.hadoop33Jars()));
  }

  /** Needs Maven's registry. What has been downloaded stays in the folder of the build. */
  @Test
  @Tag("minutes")
  void the_jars_may_come_with_the_job() throws Exception {
    assertThat(Path.of("..", "docs", "hadoop-3.3.md"))
        .content()
        .contains(PACKAGES)
        .contains("--exclude-packages " + String.join(",", LEFT_OUT));
    assertThatItRuns(
        lake.configuredForHadoop33(lake.settings(work))
            .spark("jars.packages", String.join(",", PACKAGES))
            .spark("jars.excludes", String.join(",", LEFT_OUT))
            .spark("jars.ivy", SparkSettings.BUILD.resolve("ivy").toString())
            .spark(
                "jars", SparkSettings.BUILD.resolve("s3a-access-grants-hadoop33.jar").toString()));
  }

  private void assertThatItRuns(SparkSettings settings) throws Exception {
    Path home = StockSpark.home();
    settings
        .spark("master", "local-cluster[2,1,1024]")
        .spark("executor.memory", "512m")
        .spark(
            "executor.extraJavaOptions",
            "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Djava.io.tmpdir=" + work)
        .spark("scheduler.minRegisteredResourcesRatio", "1.0")
        .spark("scheduler.maxRegisteredResourcesWaitingTime", "120s")
        .spark("sql.adaptive.enabled", "false")
        .spark("sql.shuffle.partitions", "2")
        .spark("executorEnv.AWS_ACCESS_KEY_ID", ClusterLake.ANALYST.accessKey())
        .spark("executorEnv.AWS_SECRET_ACCESS_KEY", ClusterLake.ANALYST.secretKey());
    Map<String, String> environment = new HashMap<>(StandaloneCluster.home(home));
    SparkJvm.identify(environment, ClusterLake.ANALYST);
    List<String> arguments =
        List.of(
            ClusterLake.path("alice/flights.json"),
            ClusterLake.path("alice/airports.csv"),
            ClusterLake.path("bob/hadoop33"),
            ClusterLake.path("alice/delays"),
            ClusterLake.path("carol/salaries.csv"));
    String jar = SparkSettings.BUILD.resolve("spark-examples.jar").toString();
    try (SparkApplication application =
        SparkApplication.submit(
            home, work, settings, environment, FlightDelays.class.getName(), jar, arguments)) {
      assertThat(application.awaitEnd())
          .contains("                10,000 flights, 3,376 airports")
          .contains("      refused   reading s3a://lake/carol/salaries.csv:");
    }

    Calls calls = lake.calls();
    assertThat(calls.vends())
        .containsOnlyKeys("READ alice", "READWRITE bob")
        .containsEntry("READWRITE bob", (long) PROCESSES)
        .allSatisfy((grant, vends) -> assertThat(vends).as(grant).isLessThanOrEqualTo(PROCESSES));
    assertThat(calls.refusals()).isEqualTo(Map.of("WRITE alice", 1L, "READ carol", 1L));
    assertInstanceResolved(calls, PROCESSES);
    assertNoBaseSigner(calls);
  }
}
