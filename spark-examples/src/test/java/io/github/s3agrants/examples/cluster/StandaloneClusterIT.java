package io.github.s3agrants.examples.cluster;

import static io.github.s3agrants.examples.cluster.CallAssertions.assertEachTeamVended;
import static io.github.s3agrants.examples.cluster.CallAssertions.assertInstanceResolved;
import static io.github.s3agrants.examples.cluster.CallAssertions.assertNoBaseSigner;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.examples.FlightDelays;
import io.github.s3agrants.examples.SparkSettings;
import io.github.s3agrants.examples.cluster.ClusterFixture.Setup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Jobs on two executors: where each has an identity and asks for itself, and with the plugin, by
 * which the driver asks for all.
 */
class StandaloneClusterIT {

  private static final int EXECUTORS = Cluster.EXECUTORS;

  private static ClusterFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = ClusterFixture.start("standalone", StandaloneCluster::start);
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
  void without_the_plugin_each_executor_needs_an_identity_and_asks_for_each_grant()
      throws Exception {
    assertThat(readOnEachExecutor(Setup.EACH_EXECUTOR))
        .containsExactlyInAnyOrderElementsOf(
            read(
                "AWS_ACCESS_KEY_ID",
                "AWS_EC2_METADATA_DISABLED",
                "AWS_SECRET_ACCESS_KEY",
                "fs.s3a.access.key",
                "fs.s3a.secret.key"));
    assertEachTeamVended(fixture.lake().calls(), EXECUTORS);
  }

  @Test
  void with_the_plugin_no_executor_has_an_identity_and_each_grant_is_asked_for_once()
      throws Exception {
    assertThat(readOnEachExecutor(Setup.PLUGIN))
        .containsExactlyInAnyOrderElementsOf(read("AWS_EC2_METADATA_DISABLED"));
    assertEachTeamVended(fixture.lake().calls(), 1);
  }

  private static List<String> readOnEachExecutor(Setup setup) throws Exception {
    Path work = fixture.work("read");
    try (SparkApplication application =
        fixture.submit(work, setup, ReadOnEachExecutor.class, ClusterFixture.eachReadsTeams())) {
      List<String> said = List.of(application.next(), application.next());
      application.awaitEnd();
      fixture.awaitNoExecutor();
      return said;
    }
  }

  private static List<String> read(String... identity) {
    List<String> contents =
        IntStream.range(0, ClusterLake.GRANTS).mapToObj(team -> "team " + team).toList();
    return IntStream.range(0, EXECUTORS)
        .mapToObj(id -> String.format("executor %d: %s, %s", id, contents, List.of(identity)))
        .toList();
  }

  @Test
  void the_flights_without_the_plugin() throws Exception {
    Calls calls = flights(Setup.EACH_EXECUTOR);

    int jvms = EXECUTORS + 1;
    assertThat(calls.vends())
        .containsOnlyKeys("READ alice", "READWRITE bob")
        .containsEntry("READWRITE bob", (long) jvms)
        .allSatisfy((grant, vends) -> assertThat(vends).as(grant).isLessThanOrEqualTo(jvms));
    assertRefused(calls);
    assertInstanceResolved(calls, jvms);
    assertNoBaseSigner(calls);
  }

  @Test
  void the_flights_with_the_plugin() throws Exception {
    Calls calls = flights(Setup.PLUGIN);

    assertThat(calls.vends()).isEqualTo(Map.of("READ alice", 1L, "READWRITE bob", 1L));
    assertRefused(calls);
    assertInstanceResolved(calls, 1);
    assertNoBaseSigner(calls);
  }

  private static void assertRefused(Calls calls) {
    // Spark 3.5 looks for the object and the folder of that name at once, Spark 4 one by one.
    long reads = SparkSettings.VERSION.startsWith("3.") ? 1 : 2;
    assertThat(calls.refusals()).isEqualTo(Map.of("WRITE alice", 1L, "READ carol", reads));
  }

  private static Calls flights(Setup setup) throws Exception {
    Path work = fixture.work("flights");
    List<String> arguments =
        List.of(
            ClusterLake.path("alice/flights.json"),
            ClusterLake.path("alice/airports.csv"),
            ClusterLake.path("bob/" + setup),
            ClusterLake.path("alice/delays"),
            ClusterLake.path("carol/salaries.csv"));
    try (SparkApplication application =
        fixture.submitExample(work, setup, FlightDelays.class, arguments)) {
      assertThat(application.awaitEnd())
          .contains("                10,000 flights, 3,376 airports")
          .contains("      refused   reading s3a://lake/carol/salaries.csv:");
      fixture.awaitNoExecutor();
      return fixture.lake().calls();
    }
  }

  /** What is there after a write of which an executor was killed. */
  private record Left(String rows, List<String> keys, List<String> uploads) {}

  @Test
  void an_executor_killed_in_the_middle_of_a_write_leaves_what_it_leaves_with_plain_credentials()
      throws Exception {
    Left plain = killedInTheMiddleOfAWrite(Setup.PLAIN);
    fixture.lake().forget();
    Left vended = killedInTheMiddleOfAWrite(Setup.PLUGIN);

    assertThat(vended.rows()).isEqualTo(InterruptedWrite.allRows());
    assertThat(vended).isEqualTo(plain);
    if (SparkSettings.VERSION.startsWith("3.")) {
      // The file committer, which is the default there, does not know of the attempt's upload.
      assertThat(vended.uploads())
          .singleElement()
          .asString()
          .startsWith("/_temporary/")
          .contains("/part-00000");
      assertThat(vended.keys()).noneMatch(key -> key.contains("_temporary"));
    }
    Calls calls = fixture.lake().calls();
    assertThat(calls.vends()).allSatisfy((grant, vends) -> assertThat(vends).isEqualTo(1));
    assertInstanceResolved(calls, 1);
    assertNoBaseSigner(calls);
  }

  private static Left killedInTheMiddleOfAWrite(Setup setup) throws Exception {
    Path work = fixture.work("write");
    String prefix = "bob/killed-" + setup;
    try (SparkApplication application =
        fixture.submit(work, setup, InterruptedWrite.class, List.of(ClusterLake.path(prefix)))) {
      List<String> writing = new Signals(work.toString()).await(InterruptedWrite.WRITING, 1);
      fixture.lake().awaitCall("UploadPart");
      fixture.kill(Long.parseLong(writing.get(0)));
      String rows = application.next();
      application.awaitEnd();
      fixture.awaitNoExecutor();
      return new Left(rows, fixture.lake().keys(prefix), fixture.lake().uploads(prefix));
    }
  }

  @Test
  void executors_go_on_reading_while_the_driver_is_paused() throws Exception {
    Path work = fixture.work("pause");
    Signals signals = new Signals(work.toString());
    try (SparkApplication application =
        fixture.submit(work, Setup.PLUGIN, ReadUntilTold.class, ClusterFixture.eachReadsTeams())) {
      signals.await(ReadUntilTold.READING, EXECUTORS);
      application.pause();
      Thread.sleep(Duration.ofSeconds(25).toMillis());
      int after25Seconds = fixture.lake().calls().count("HeadObject");
      Thread.sleep(Duration.ofSeconds(5).toMillis());
      int after30Seconds = fixture.lake().calls().count("HeadObject");
      application.resume();
      signals.give(ReadUntilTold.STOP, "");
      List<ReadUntilTold.Result> results = ReadUntilTold.results(application, EXECUTORS);
      application.awaitEnd();

      assertThat(after30Seconds).isGreaterThan(after25Seconds);
      assertThat(results)
          .allSatisfy(result -> assertThat(result.failures()).as(result.example()).isZero())
          .allSatisfy(result -> assertThat(result.slowest()).isLessThan(Duration.ofSeconds(10)));
      assertEachTeamVended(fixture.lake().calls(), 1);
    }
  }
}
