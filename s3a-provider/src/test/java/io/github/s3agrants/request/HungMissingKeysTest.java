package io.github.s3agrants.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.RefusedReadFinding;
import io.github.s3agrants.vending.VendingEngine;
import io.github.s3agrants.vending.VendingPolicy;
import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/** Checks for missing keys hang in more caller threads than the library has threads. */
class HungMissingKeysTest {
  @Test
  void no_other_request_is_delayed_and_the_callers_are_not_for_long() throws Exception {
    int count = VendingEngine.MAXIMUM_CALLS + 16;
    CountDownLatch asked = new CountDownLatch(count);
    AtomicInteger missing = new AtomicInteger();
    try (Closeable lease = AccessGrantsRuntime.acquire(1000, SdkClients::create);
        ScriptedServer server =
            new ScriptedServer(
                (request, out) -> {
                  if (request.target().contains("list-type")) {
                    asked.countDown();
                    ScriptedServer.hang();
                  }
                  ScriptedServer.write(
                      out,
                      200,
                      "",
                      TestServices.dataAccess(
                          "ASIAVENDED", Instant.now().plusSeconds(3600), "s3://bucket/p/*"));
                })) {
      VendingEngine engine = AccessGrantsRuntime.engine().orElseThrow();
      CredentialVendor vendor =
          engine.vendor(
              TestServices.settings(server.uri()).build(),
              new VendingPolicy(false, Duration.ofMinutes(1), true));
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        Thread caller =
            new Thread(
                () -> {
                  if (vendor.look(TestServices.refused(server.uri(), "bucket", "p/k"))
                      == RefusedReadFinding.MISSING) {
                    missing.incrementAndGet();
                  }
                });
        caller.start();
        callers.add(caller);
      }
      asked.await();
      assertThat(vend(engine, TestServices.settings(server.uri()).build()).credentials())
          .isNotNull();
      assertThat(callers).anyMatch(Thread::isAlive);
      for (Thread caller : callers) {
        caller.join(Duration.ofSeconds(20).toMillis());
      }
      assertThat(callers).noneMatch(Thread::isAlive);
      assertThat(missing).hasValue(0);
      assertThat(lease).isNotNull();
    }
  }

  private static Decision vend(VendingEngine engine, ServiceSettings settings) throws Exception {
    return engine
        .vendor(settings, new VendingPolicy(false, Duration.ofMinutes(1), true))
        .decide(
            TestAccess.get("bucket", "p/k"),
            BaseIdentity.of(TestServices.BASE, null),
            RequestOrigins.of(new ExecutionAttributes()))
        .get(4, TimeUnit.SECONDS);
  }
}
