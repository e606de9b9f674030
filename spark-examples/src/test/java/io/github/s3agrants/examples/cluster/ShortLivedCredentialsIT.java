package io.github.s3agrants.examples.cluster;

import static io.github.s3agrants.examples.cluster.CallAssertions.assertNoBaseSigner;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * With the plugin, two executors read for two minutes with credentials that live 20 seconds. Then
 * the driver is paused for longer than that.
 */
@Tag("minutes")
class ShortLivedCredentialsIT {

  private static final Duration LIFE = Duration.ofSeconds(20);
  private static final Duration JOB = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofSeconds(30);

  /** Credentials are renewed after at least 55 percent of their life. */
  private static final double EARLIEST_RENEWAL = 0.55;

  private static ClusterFixture fixture;

  @BeforeAll
  static void start() throws Exception {
    fixture = ClusterFixture.start("short-lived", StandaloneCluster::start);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  @Test
  @Timeout(600)
  void the_driver_renews_once_for_all_and_no_read_fails() throws Exception {
    fixture.lake().credentialLife(LIFE);
    Path work = fixture.work("read");
    Signals signals = new Signals(work.toString());
    try (SparkApplication application =
        fixture.submit(
            work,
            ClusterFixture.Setup.PLUGIN,
            ReadUntilTold.class,
            ClusterFixture.eachReadsTeams())) {
      signals.await(ReadUntilTold.READING, Cluster.EXECUTORS);
      Thread.sleep(JOB.toMillis());
      Calls calls = fixture.lake().calls();
      application.pause();
      Thread.sleep(PAUSE.toMillis());
      application.resume();
      fixture.lake().forget();
      fixture.lake().awaitCall("HeadObject");
      signals.give(ReadUntilTold.STOP, "");
      List<ReadUntilTold.Result> results = ReadUntilTold.results(application, Cluster.EXECUTORS);
      application.awaitEnd();

      assertThat(results)
          .allSatisfy(result -> assertThat(result.failures()).as(result.example()).isZero())
          // They have waited for the driver, and not much longer than until it was back.
          .allSatisfy(
              result ->
                  assertThat(result.slowest())
                      .isBetween(PAUSE.minus(LIFE), PAUSE.plus(Duration.ofSeconds(10))));
      long fewest = JOB.dividedBy(LIFE);
      // The first, and up to two while the job starts and ends.
      long most = 3 + (long) (JOB.toMillis() / (LIFE.toMillis() * EARLIEST_RENEWAL));
      assertThat(calls.vends())
          .hasSize(ClusterLake.GRANTS)
          .allSatisfy((grant, vends) -> assertThat(vends).as(grant).isBetween(fewest, most));
      assertNoBaseSigner(calls);
    }
  }
}
