package io.github.s3agrants.examples.cluster;

import static io.github.s3agrants.examples.cluster.CallAssertions.assertInstanceResolved;
import static io.github.s3agrants.examples.cluster.CallAssertions.assertNoBaseSigner;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.examples.FlightDelays;
import io.github.s3agrants.examples.SparkJvm;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.StockSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The flights on two executors of a stock Spark 3.5 with its own Hadoop 3.3.4. Each asks for
 * itself: the library for Hadoop 3.3 has no plugin.
 */
@Tag("stock")
class StockExecutorsHadoop33IT {
  @Test
  void each_process_asks_for_each_grant_that_it_uses() throws Exception {
    Path home = StockSpark.home();
    Path work =
        Files.createTempDirectory(
            Files.createDirectories(SparkSettings.BUILD.resolve("clusters")), "hadoop33");
    try (ClusterLake lake = ClusterLake.start(work)) {
      SparkSettings settings =
          lake.withLibraryForHadoop33(lake.settings(work), StockSpark.hadoop33Jars())
              .spark("master", "local-cluster[2,1,1024]")
              .spark("executor.memory", "512m")
              .spark("executor.extraJavaOptions", "-XX:+UseSerialGC -Djava.io.tmpdir=" + work)
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
      int processes = 3;
      assertThat(calls.vends())
          .containsOnlyKeys("READ alice", "READWRITE bob")
          .containsEntry("READWRITE bob", (long) processes)
          .allSatisfy((grant, vends) -> assertThat(vends).as(grant).isLessThanOrEqualTo(processes));
      assertThat(calls.refusals()).isEqualTo(Map.of("WRITE alice", 1L, "READ carol", 1L));
      assertInstanceResolved(calls, processes);
      assertNoBaseSigner(calls);
    }
  }
}
