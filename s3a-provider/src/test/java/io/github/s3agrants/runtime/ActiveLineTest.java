package io.github.s3agrants.runtime;

import static io.github.s3agrants.testkit.TestPrincipals.ACCOUNT;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsTokenBinding;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.LibraryLog;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.FakeAccessGrantsClient;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.apache.hadoop.fs.s3a.auth.delegation.FullCredentialsTokenBinding;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The line with which each file system says that it uses S3 Access Grants: once, as soon as a
 * request has shown who asks whom, and without a call of its own.
 */
class ActiveLineTest {
  private S3AFixture lake;
  private LibraryLog log;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
    log = LibraryLog.atInfo();
  }

  @AfterEach
  void stop() throws IOException {
    log.close();
    lake.close();
  }

  private List<String> lines() {
    return log.linesOf(ActiveLine.class);
  }

  private static String line(String principal, String rest) {
    return "INFO "
        + ActiveLine.class.getName()
        + " - S3 Access Grants active for s3a://lake: principal "
        + principal
        + ", instance account "
        + ACCOUNT
        + " in us-east-1, "
        + rest
        + ", version "
        + AccessGrantsRuntime.version();
  }

  @Test
  void the_first_request_of_each_file_system_shows_who_asks_whom() throws IOException {
    try (S3AFileSystem one = lake.open(ALICE);
        S3AFileSystem other = lake.open(ALICE)) {
      assertThat(lines()).isEmpty();
      S3AFixture.read(one, "/alice/f");
      S3AFixture.read(one, "/alice/f");
      assertThat(lines()).singleElement().asString().endsWith(line(ALICE.arn(), "fallback off"));
      // All that this one needs is in the cache.
      S3AFixture.read(other, "/alice/f");
      S3AFixture.read(other, "/alice/f");
      assertThat(lines()).hasSize(2);
    }
    assertThat(lake.emulator.journal().count("GetCallerIdentity")).isEqualTo(1);
    assertThat(lake.emulator.journal().count("GetAccessGrantsInstanceForPrefix")).isEqualTo(1);
    assertThat(lake.vendsOf(ALICE)).hasSize(1);
  }

  @Test
  void however_many_threads_begin_at_once_there_is_one_line() throws Exception {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Thread reader =
            new Thread(
                () -> {
                  try {
                    start.await();
                    S3AFixture.read(fs, "/alice/f");
                  } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
        reader.start();
        readers.add(reader);
      }
      start.countDown();
      for (Thread reader : readers) {
        reader.join();
      }
    }
    assertThat(lines()).hasSize(1);
  }

  @Test
  void a_refused_request_shows_it_too() throws IOException {
    try (S3AFileSystem fs = lake.open(BOB)) {
      assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
    }
    assertThat(lines()).singleElement().asString().endsWith(line(BOB.arn(), "fallback off"));
  }

  @Test
  void an_outage_shows_nothing_and_what_follows_does() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      lake.emulator
          .faults()
          .set(ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX, Fault.internalError());
      assertThrows(IOException.class, () -> S3AFixture.read(fs, "/alice/f"));
      assertThat(lines()).isEmpty();
      lake.emulator.faults().clear();
      S3AFixture.read(fs, "/alice/f");
    }
    assertThat(lines()).hasSize(1);
  }

  @Test
  void nobody_is_asked_for_the_sake_of_the_line() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.accessgrants.account.id", ACCOUNT);
    conf.setBoolean("fs.s3a.accessgrants.fallback", true);
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.read(fs, "/alice/f");
    }
    assertThat(lines())
        .singleElement()
        .asString()
        .endsWith(line("not looked up (fs.s3a.accessgrants.account.id is set)", "fallback on"));
    assertThat(lake.emulator.journal().count("GetCallerIdentity")).isZero();
    assertThat(lake.emulator.journal().count("GetAccessGrantsInstanceForPrefix")).isZero();
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void a_file_system_with_delegation_tokens_has_the_line() throws IOException {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.delegation.token.binding", AccessGrantsTokenBinding.class.getName());
    conf.set(
        "fs.s3a.accessgrants.delegation.token.binding",
        FullCredentialsTokenBinding.class.getName());
    conf.set(
        "fs.s3a.accessgrants.credentials.provider",
        "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider");
    try (S3AFileSystem fs = lake.open(conf)) {
      S3AFixture.read(fs, "/alice/f");
    }
    assertThat(lines()).singleElement().asString().endsWith(line(ALICE.arn(), "fallback off"));
  }

  @Test
  void what_a_service_answers_makes_no_second_line_and_no_endless_one() {
    ManualClock clock = new ManualClock();
    FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
    VendingEngine engine = new VendingEngine(services, Runnable::run, clock, 10, () -> 0);
    String odd = "x\nINFO forged\u0007\u2028" + "y".repeat(100_000);
    services.grant(odd, io.github.s3agrants.access.Permission.READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor =
        engine.vendor(
            ServiceSettings.builder().region(Optional.of("us-east-1")).build(),
            new VendingPolicy(false, Duration.ofMinutes(1), true),
            new ActiveLine(false));
    vendor
        .decide(
            TestAccess.get("b", "p/k"),
            BaseIdentity.of(SigningCredentials.longTerm(odd, "very-secret"), null),
            new TestContext(false))
        .join();
    assertThat(log.text().strip().lines()).hasSize(1);
    assertThat(log.text().strip())
        .contains("user/x\uFFFDINFO forged\uFFFD\uFFFDyyy", "yyy…, instance account")
        .hasSizeLessThan(3000)
        .doesNotContain("very-secret");
  }
}
