package io.github.s3agrants.examples.cluster;

import static io.github.s3agrants.examples.cluster.CallAssertions.assertEachTeamVended;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.cluster.ClusterFixture.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;

/**
 * Reads on two executors on YARN, with the driver here and with the driver in a container. The
 * environment of {@code spark-submit} has no AWS identity, because Spark copies that into a file in
 * each container.
 */
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

  /** The driver has its identity in a profile. */
  private static List<String> client(Setup setup) throws Exception {
    Path work = fixture.work("client");
    Map<String, String> environment = fixture.environment();
    environment.put("AWS_SHARED_CREDENTIALS_FILE", profile(work).toString());
    SparkSettings settings =
        fixture
            .settings(work, setup)
            .s3a(
                "accessgrants.credentials.provider",
                String.join(
                    ",",
                    EnvironmentVariableCredentialsProvider.class.getName(),
                    ProfileCredentialsProvider.class.getName()));
    return run(work, settings, environment);
  }

  private static Path profile(Path work) throws IOException {
    return Files.writeString(
        work.resolve("credentials"),
        String.format(
            "[default]%naws_access_key_id=%s%naws_secret_access_key=%s%n",
            ClusterLake.ANALYST.accessKey(), ClusterLake.ANALYST.secretKey()));
  }

  /** The driver's container has its identity in the environment. */
  private static List<String> inCluster(Setup setup) throws Exception {
    Path work = fixture.work("cluster");
    SparkSettings settings =
        YarnCluster.inCluster(fixture.settings(work, setup), ClusterLake.ANALYST);
    List<String> before = YarnCluster.said(fixture.folder());
    run(work, settings, fixture.environment());
    List<String> said = YarnCluster.said(fixture.folder());
    before.forEach(said::remove);
    return said;
  }

  private static List<String> run(
      Path work, SparkSettings settings, Map<String, String> environment) throws Exception {
    try (SparkApplication application =
        fixture.submit(
            work,
            settings,
            environment,
            ReadOnEachExecutor.class,
            ClusterFixture.eachReadsTeams())) {
      return SparkApplication.said(application.awaitEnd());
    }
  }
}
