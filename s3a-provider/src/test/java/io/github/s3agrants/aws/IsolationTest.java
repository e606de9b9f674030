package io.github.s3agrants.aws;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A hung bucket delays no other bucket, with the real client, threads and connections. There is a
 * grant on each folder {@code p0/}, {@code p1/}, … of each bucket; a test says which bucket hangs.
 */
@Timeout(60)
class IsolationTest {
  private static final Pattern TARGET = Pattern.compile("target=s3%3A%2F%2F([a-z0-9]+)%2F(p\\d+)");

  private final ManualClock clock = new ManualClock();
  private final Set<String> hanging = ConcurrentHashMap.newKeySet();
  private final AtomicInteger hung = new AtomicInteger();
  private final ExecutorService threads = Executors.newFixedThreadPool(VendingEngine.MAXIMUM_CALLS);
  private ScriptedServer server;
  private AccessGrantsClient client;
  private VendingEngine engine;
  private CredentialVendor vendor;

  @BeforeEach
  void start() throws IOException {
    server =
        new ScriptedServer(
            (request, out) -> {
              if (request.target().contains("/accessgrantsinstance/caller/grants")) {
                hung.incrementAndGet();
                ScriptedServer.hang();
              }
              if (request.target().contains("refused")) {
                ScriptedServer.write(
                    out, 403, "", "<Error><Code>AccessDenied</Code><Message>no</Message></Error>");
                return;
              }
              Matcher target = TARGET.matcher(request.target());
              assertThat(target.find()).as(request.target()).isTrue();
              if (hanging.contains(target.group(1))) {
                hung.incrementAndGet();
                ScriptedServer.hang();
              }
              ScriptedServer.write(
                  out,
                  200,
                  "",
                  TestServices.dataAccess(
                      "ASIAVENDED",
                      clock.instant().plusSeconds(3600),
                      "s3://" + target.group(1) + "/" + target.group(2) + "/*"));
            });
    client = TestServices.client(clock, VendingEngine.MAXIMUM_CALLS, Duration.ofSeconds(30));
    engine = new VendingEngine(client, threads, clock, 1000, () -> 0);
    vendor =
        engine.vendor(
            TestServices.settings(server.uri()).build(),
            new VendingPolicy(false, Duration.ofMinutes(1), true));
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    server.close();
    threads.shutdownNow();
    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  private static Access get(String bucket, int folder) {
    return TestAccess.get(bucket, "p" + folder + "/x");
  }

  private CompletableFuture<Decision> ask(Access request) {
    return ask(request, TestServices.BASE);
  }

  private CompletableFuture<Decision> ask(Access request, SigningCredentials base) {
    return vendor.decide(request, BaseIdentity.of(base, null), new TestContext(false, true));
  }

  private void awaitHung(int count) {
    soon(() -> hung.get() >= count);
  }

  private static void soon(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      Thread.onSpinWait();
    }
  }

  /**
   * The wait is far shorter than the timeout of a hung call, and far longer than an answer takes.
   */
  private static void isServedAtOnce(CompletableFuture<Decision> decision) throws Exception {
    assertThat(decision.get(10, TimeUnit.SECONDS).credentials()).isNotNull();
  }

  @Test
  void renewals_that_hang_delay_no_cold_request() throws Exception {
    for (int i = 0; i < 48; i++) {
      isServedAtOnce(ask(get("sick", i)));
    }
    hanging.add("sick");
    clock.advance(Duration.ofMinutes(40));
    for (int i = 0; i < 48; i++) {
      Decision now =
          vendor.decideNow(
              get("sick", i), BaseIdentity.of(TestServices.BASE, null), new TestContext(false));
      assertThat(requireNonNull(now).credentials()).isNotNull();
    }
    awaitHung(4);
    isServedAtOnce(ask(get("well", 0)));
    // Renewals of other credentials are not delayed either.
    clock.advance(Duration.ofMinutes(40));
    requireNonNull(
        vendor.decideNow(
            get("well", 0), BaseIdentity.of(TestServices.BASE, null), new TestContext(false)));
    soon(() -> engine.statistics().getRenewals() > 0);
    assertThat(hung).hasValue(4);
  }

  @Test
  void a_cold_request_does_not_wait_for_the_renewal_of_another_grant() throws Exception {
    isServedAtOnce(ask(get("sick", 0)));
    hanging.add("sick");
    clock.advance(Duration.ofMinutes(40));
    requireNonNull(
        vendor.decideNow(
            get("sick", 0), BaseIdentity.of(TestServices.BASE, null), new TestContext(false)));
    awaitHung(1);
    hanging.clear();
    isServedAtOnce(ask(get("sick", 1)));
  }

  @Test
  void cold_requests_that_hang_delay_no_other_bucket() throws Exception {
    hanging.add("sick");
    List<CompletableFuture<Decision>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(ask(get("sick", 0), SigningCredentials.longTerm("AKIACALLER" + i, "secret")));
    }
    awaitHung(8);
    isServedAtOnce(ask(get("well", 0)));
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
  }

  @Test
  @Tag(TestServices.LISTS_CALLER_GRANTS)
  void listings_that_hang_delay_no_cold_request() throws Exception {
    for (int i = 0; i < 48; i++) {
      // Denied, so that the library lists the caller's grants below it.
      assertThat(ask(TestAccess.head("well", "refused" + i))).isNotDone();
    }
    awaitHung(4);
    isServedAtOnce(ask(get("well", 0)));
  }
}
