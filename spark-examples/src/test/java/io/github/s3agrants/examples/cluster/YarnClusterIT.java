package io.github.s3agrants.examples.cluster;

import static io.github.s3agrants.examples.cluster.CallAssertions.assertEachTeamVended;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.cluster.ClusterFixture.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads on two executors on YARN, with the driver here and with the driver in a container. */
@Tag("yarn")
class YarnClusterIT {

  private static ClusterFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = ClusterFixture.start("yarn", YarnCluster::start);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @BeforeEach
  void forget() throws IOException {
    fixture.lake().forget();
  }

  @Test
  void client_mode_without_the_plugin() throws Exception {
    assertThat(client(Setup.EACH_EXECUTOR)).hasSize(Cluster.EXECUTORS);
    assertEachTeamVended(fixture.lake().calls(), Cluster.EXECUTORS);
  }

  @Test
  void client_mode_with_the_plugin() throws Exception {
    assertNoIdentity(client(Setup.PLUGIN));
    assertEachTeamVended(fixture.lake().calls(), 1);
  }

  @Test
  void cluster_mode_without_the_plugin() throws Exception {
    assertThat(inCluster(Setup.EACH_EXECUTOR)).hasSize(Cluster.EXECUTORS);
    assertEachTeamVended(fixture.lake().calls(), Cluster.EXECUTORS);
  }

  @Test
  void cluster_mode_with_the_plugin() throws Exception {
    assertNoIdentity(inCluster(Setup.PLUGIN));
    assertEachTeamVended(fixture.lake().calls(), 1);
  }

  private static void assertNoIdentity(List<String> said) {
    assertThat(said)
        .hasSize(Cluster.EXECUTORS)
        .allSatisfy(line -> assertThat(line).endsWith(", [AWS_EC2_METADATA_DISABLED]"));
  }

  private static List<String> client(Setup setup) throws Exception {
    Path work = fixture.work("client");
    return run(work, setup, fixture.settings(work, setup));
  }

  private static List<String> inCluster(Setup setup) throws Exception {
    Path work = fixture.work("cluster");
    List<String> before = YarnCluster.said(fixture.folder());
    run(work, setup, YarnCluster.inCluster(fixture.settings(work, setup), ClusterLake.ANALYST));
    List<String> said = YarnCluster.said(fixture.folder());
    before.forEach(said::remove);
    return said;
  }

  private static List<String> run(Path work, Setup setup, SparkSettings settings) throws Exception {
    try (SparkApplication application =
        fixture.submit(
            work, setup, settings, ReadOnEachExecutor.class, ClusterFixture.eachReadsTeams())) {
      return SparkApplication.said(application.awaitEnd());
    }
  }
}
