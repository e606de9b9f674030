package io.github.s3agrants.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.examples.SparkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Jobs on two executors, with and without the plugin by which the driver vends for all. */
class StandaloneClusterIT {

  private static final Path WORK = SparkSettings.BUILD.resolve("standalone");

  private static ClusterLake lake;
  private static StandaloneCluster cluster;

  /** Of one test. */
  private Path work;

  @BeforeAll
  static void start() throws Exception {
    Files.createDirectories(WORK);
    Path run = Files.createTempDirectory(WORK, "run");
    lake = ClusterLake.start(run);
    cluster = StandaloneCluster.start(run);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
    if (lake != null) {
      lake.close();
    }
  }

  @BeforeEach
  void prepare(TestInfo test) throws IOException {
    work = Files.createTempDirectory(WORK, test.getTestMethod().orElseThrow().getName());
    lake.forget();
  }

  @Test
  void without_the_plugin_each_executor_asks_for_itself() throws Exception {
    List<String> said = readOnEachExecutor(withoutPlugin());

    assertThat(said)
        .containsExactlyInAnyOrderElementsOf(
            read("AWS_ACCESS_KEY_ID, AWS_EC2_METADATA_DISABLED, AWS_SECRET_ACCESS_KEY"));
    Calls calls = lake.calls();
    assertThat(calls.dataAccess()).hasSize(8).allSatisfy((call, n) -> assertThat(n).isEqualTo(2));
    assertThat(calls.count("GetAccessGrantsInstanceForPrefix")).isEqualTo(2);
    assertThat(calls.count("GetCallerIdentity")).isEqualTo(2);
    assertThat(calls.signersOnS3()).containsOnlyKeys("VENDED");
  }

  private List<String> readOnEachExecutor(SparkSettings settings) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of(work.toString(), String.valueOf(StandaloneCluster.EXECUTORS)));
    arguments.addAll(ClusterLake.teams());
    try (SparkApplication application =
        SparkApplication.submit(
            work,
            settings,
            ClusterLake.ANALYST,
            ReadOnEachExecutor.class,
            arguments.toArray(String[]::new))) {
      List<String> said = List.of(application.next(), application.next());
      application.awaitEnd();
      cluster.awaitNoExecutor();
      return said;
    }
  }

  private static List<String> read(String environment) {
    List<String> contents =
        IntStream.range(0, ClusterLake.GRANTS).mapToObj(team -> "team " + team).toList();
    return IntStream.range(0, StandaloneCluster.EXECUTORS)
        .mapToObj(id -> String.format("executor %d: %s, [%s]", id, contents, environment))
        .toList();
  }

  /** Each executor has the analyst's identity in its environment. */
  private SparkSettings withoutPlugin() {
    return cluster
        .configure(lake.settings(work))
        .spark("executorEnv.AWS_ACCESS_KEY_ID", ClusterLake.ANALYST.accessKey())
        .spark("executorEnv.AWS_SECRET_ACCESS_KEY", ClusterLake.ANALYST.secretKey());
  }
}
