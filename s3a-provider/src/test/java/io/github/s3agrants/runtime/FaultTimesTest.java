package io.github.s3agrants.runtime;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.BlackHole;
import io.github.s3agrants.fixture.ClosedPort;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.testing.CapturedLog;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A network fault at S3 Control or STS shows no later than the same fault at S3 does with plain
 * S3A, and is logged meanwhile. {@code -Dfaults.defaults=true} uses S3A's default retries and
 * timeouts, as in docs/troubleshooting.md, and takes ten minutes.
 */
class FaultTimesTest {
  private static final boolean DEFAULTS = Boolean.getBoolean("faults.defaults");

  /** The time that the library's own calls may take in addition to S3A's pauses between retries. */
  private static final Duration CALLS = Duration.ofSeconds(30);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private S3AFixture lake;
  private ScriptedServer silent;
  private BlackHole hole;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
    silent = ScriptedServer.silent();
    hole = new BlackHole();
  }

  @AfterEach
  void stop() throws IOException {
    threads.shutdownNow();
    hole.close();
    silent.close();
    lake.close();
  }

  @Test
  @Timeout(1500)
  void nobody_waits_longer_than_plain_s3a_on_the_same_fault_and_the_log_says_so()
      throws IOException {
    Map<String, URI> faults = new LinkedHashMap<>();
    faults.put("unknown host", URI.create("http://no-such-host.invalid"));
    faults.put("closed port", ClosedPort.uri());
    faults.put("no answer to a connection", hole.uri());
    faults.put("no answer to a request", silent.uri());
    faults.put(
        "https where http is spoken", URI.create("https://127.0.0.1:" + silent.uri().getPort()));
    String log;
    try (CapturedLog captured = new CapturedLog()) {
      Map<String, CompletableFuture<Duration[]>> endings = new LinkedHashMap<>();
      faults.forEach((name, uri) -> endings.put(name, ends(uri)));
      endings.forEach(FaultTimesTest::assertInTime);
      log = String.join("\n", captured.linesOf(OutageLog.class));
    }
    for (URI uri : faults.values()) {
      assertThat(log)
          .contains("S3 Control at " + uri)
          .contains("(which fs.s3a.accessgrants.endpoint sets)")
          .contains("STS at " + uri)
          .contains("(which fs.s3a.accessgrants.sts.endpoint sets)");
    }
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  private static void assertInTime(String fault, CompletableFuture<Duration[]> ends) {
    Duration[] took = ends.join();
    System.out.printf(
        "FaultTimesTest: %s: plain S3A %d s, S3 Control %d s, STS %d s%n",
        fault, took[0].toSeconds(), took[1].toSeconds(), took[2].toSeconds());
    assertThat(took[1]).as(fault).isLessThan(took[0].multipliedBy(3).plus(CALLS));
    assertThat(took[2]).as(fault).isLessThan(took[0].multipliedBy(3).plus(CALLS));
  }

  /** The times until the failure: plain S3A, S3 Control, and STS, each with this fault. */
  private CompletableFuture<Duration[]> ends(URI fault) {
    Configuration plain = settings(lake.plain(ALICE));
    plain.set("fs.s3a.endpoint", fault.toString());
    Configuration control = settings(lake.grants(ALICE));
    control.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
    control.set("fs.s3a.accessgrants.endpoint", fault.toString());
    Configuration sts = settings(lake.grants(ALICE));
    sts.set("fs.s3a.accessgrants.sts.endpoint", fault.toString());
    List<CompletableFuture<Duration>> each = List.of(end(plain), end(control), end(sts));
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(all -> each.stream().map(CompletableFuture::join).toArray(Duration[]::new));
  }

  private CompletableFuture<Duration> end(Configuration conf) {
    return CompletableFuture.supplyAsync(
        () -> {
          Instant begun = Instant.now();
          try (S3AFileSystem fs = lake.open(conf)) {
            assertThrows(IOException.class, () -> fs.getFileStatus(new Path("/alice/f")));
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return Duration.between(begun, Instant.now());
        },
        threads);
  }

  private static Configuration settings(Configuration conf) {
    if (DEFAULTS) {
      conf.unset("fs.s3a.attempts.maximum");
      conf.unset("fs.s3a.retry.limit");
      conf.unset("fs.s3a.retry.interval");
    } else {
      conf.setInt("fs.s3a.retry.limit", 0);
      conf.set("fs.s3a.connection.timeout", "15000");
      conf.set("fs.s3a.connection.establish.timeout", "15000");
      conf.set("fs.s3a.connection.request.timeout", "15000");
    }
    return conf;
  }
}
