package io.github.s3agrants.runtime;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.fixture.LibraryThreads;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.testkit.MovingClock;
import io.github.s3agrants.testkit.TestPrincipals;
import io.github.s3agrants.vending.VendingException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Shared resources live as long as the file systems that share them, and credentials until they
 * expire.
 */
class LifecycleTest {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  @Test
  void nothing_is_left_behind_when_the_last_file_system_is_closed() throws Exception {
    S3AFileSystem one = lake.open(ALICE);
    S3AFileSystem other = lake.open(ALICE);
    S3AFixture.read(one, "/alice/f");
    assertThat(LibraryThreads.alive()).isNotEmpty();

    one.close();
    assertThat(AccessGrantsRuntime.engine()).isPresent();
    assertThat(S3AFixture.read(other, "/alice/f")).isEqualTo("text");
    assertThat(lake.vendsOf(ALICE)).hasSize(1);

    other.close();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    noneOfOurThreadsIsLeft();
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void what_is_made_ready_beforehand_asks_nobody() throws IOException {
    Configuration conf = lake.grants(ALICE);
    try (S3AFileSystem fs = lake.open(conf)) {
      AccessGrantsRuntime.engine()
          .orElseThrow()
          .prepare(AccessGrantsConfig.read(fs.getConf()).service())
          .join();
      assertThat(LibraryThreads.alive()).isNotEmpty();
      assertThat(lake.emulator.journal().service(Service.STS).entries()).isEmpty();
      assertThat(lake.emulator.journal().service(Service.S3CONTROL).entries()).isEmpty();
    }
  }

  @Test
  void statistics_are_in_jmx_while_a_file_system_is_open() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("io.github.s3agrants:type=AccessGrants");
    try (S3AFileSystem fs = lake.open(ALICE)) {
      S3AFixture.read(fs, "/alice/f");
      assertThat(server.getAttribute(name, "Vends")).isEqualTo(1L);
      assertThat((long) server.getAttribute(name, "Hits")).isPositive();
      assertThat(server.getAttribute(name, "LiveCredentials")).isEqualTo(1L);
    }
    assertThat(server.isRegistered(name)).isFalse();
  }

  @Test
  void credentials_that_s3_no_longer_takes_are_replaced_in_the_same_call() throws IOException {
    MovingClock emulatorsClock = new MovingClock();
    try (S3AFixture fast =
        S3AFixture.start(
            emulatorsClock, S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"))) {
      fast.upload("/alice/f", "text");
      try (S3AFileSystem fs = fast.open(ALICE)) {
        S3AFixture.read(fs, "/alice/f");
        emulatorsClock.advance(Duration.ofHours(2));
        assertThat(fs.getFileStatus(new Path("/alice/f")).getLen()).isEqualTo(4);
        assertThat(fs.listStatus(new Path("/alice"))).hasSize(1);
      }
      assertThat(fast.vendsOf(ALICE)).hasSize(2);
      // The answer to HEAD has no error code, so the library asks S3 once more.
      assertThat(fast.emulator.journal().filter(c -> c.status() == 400).entries())
          .extracting(JournalEntry::operation)
          .containsExactly("HeadObject", "ListObjectsV2");
    }
  }

  @Test
  void a_file_system_opened_later_starts_anew() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      S3AFixture.read(fs, "/alice/f");
    }
    try (S3AFileSystem fs = lake.open(ALICE)) {
      S3AFixture.read(fs, "/alice/f");
    }
    assertThat(lake.vendsOf(ALICE)).hasSize(2);
  }

  @Test
  void a_file_system_that_fails_to_start_holds_nothing() {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.credentials.provider", "org.example.NoSuchProvider");
    assertThrows(IOException.class, () -> lake.open(conf).close());
    assertThat(AccessGrantsRuntime.engine()).isEmpty();

    // Fails after the provider was made.
    Configuration late = lake.grants(ALICE);
    late.set("fs.s3a.multipart.size", "1");
    late.set("fs.s3a.committer.magic.enabled", "true");
    late.set("fs.s3a.audit.service.classname", "org.example.NoSuchAuditor");
    assertThrows(Exception.class, () -> lake.open(late).close());
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void closing_the_provider_twice_releases_once() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      AccessGrantsCredentialsProvider provider =
          new AccessGrantsCredentialsProvider(fs.getUri(), lake.grants(ALICE));
      provider.close();
      provider.close();
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
    }
  }

  @Test
  void closing_while_a_vend_is_under_way_leaves_nobody_waiting() throws Exception {
    lake.emulator
        .faults()
        .set(ControlOperation.GET_DATA_ACCESS, Fault.latency(Duration.ofMillis(300)));
    S3AFileSystem fs = lake.open(ALICE);
    Thread reader =
        new Thread(() -> assertThrows(Exception.class, () -> S3AFixture.read(fs, "/alice/f")));
    reader.start();
    while (lake.emulator.journal().count("GetAccessGrantsInstanceForPrefix") == 0) {
      Thread.onSpinWait();
    }
    fs.close();
    reader.join(Duration.ofSeconds(30).toMillis());
    assertThat(reader.isAlive()).isFalse();
  }

  /** A configuration with a server of the test as S3 Control. */
  private Configuration askingAt(ScriptedServer server) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
    conf.set("fs.s3a.accessgrants.endpoint", server.uri().toString());
    return conf;
  }

  @Test
  void a_question_under_way_at_the_close_ends_and_is_said_to_be_closed() throws Exception {
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    try (ScriptedServer server = ScriptedServer.silent()) {
      S3AFileSystem fs = lake.open(askingAt(server));
      Thread reader =
          new Thread(
              () ->
                  ended.complete(
                      assertThrows(Exception.class, () -> S3AFixture.read(fs, "/alice/f"))));
      reader.start();
      soon(() -> !server.requests().isEmpty());
      fs.close();
      assertThat(kind(ended.get(10, TimeUnit.SECONDS)))
          .isEqualTo(AccessGrantsException.Kind.CLOSED);
      noneOfOurThreadsIsLeft();
    }
  }

  private static AccessGrantsException.Kind kind(Throwable failure) {
    Throwable e = failure;
    while (!(e instanceof VendingException)) {
      e = requireNonNull(e.getCause(), failure.toString());
    }
    return ((VendingException) e).kind();
  }

  @Test
  void no_connection_is_left_open() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.keepingConnections(
            (request, out) ->
                ScriptedServer.writeAndKeep(
                    out, 403, "", "<Error><Code>AccessDenied</Code></Error>"))) {
      S3AFileSystem fs = lake.open(askingAt(server));
      assertThrows(Exception.class, () -> S3AFixture.read(fs, "/alice/f"));
      assertThat(server.openConnections()).isPositive();
      fs.close();
      soon(() -> server.openConnections() == 0);
      noneOfOurThreadsIsLeft();
    }
  }

  private static void noneOfOurThreadsIsLeft() throws InterruptedException {
    for (Thread thread : LibraryThreads.alive()) {
      thread.join(Duration.ofSeconds(10).toMillis());
    }
    assertThat(LibraryThreads.alive()).isEmpty();
  }

  @Test
  void what_cannot_be_started_leaves_nothing() throws Exception {
    List<Thread> before = reapers();
    assertThrows(
        IllegalArgumentException.class, () -> AccessGrantsRuntime.acquire(-1, SdkClients::create));
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    // The SDK's reaper thread, which runs while any HTTP client is open.
    soon(() -> reapers().size() <= before.size());
    AccessGrantsRuntime.acquire(10, SdkClients::create).close();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }

  private static void soon(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      Thread.onSpinWait();
    }
  }

  private static List<Thread> reapers() {
    return LibraryThreads.alive("idle-connection-reaper");
  }
}
