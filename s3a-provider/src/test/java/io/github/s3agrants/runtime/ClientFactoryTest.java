package io.github.s3agrants.runtime;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.FakeAccessGrantsClient;
import io.github.s3agrants.vending.VendingPolicy;
import java.io.Closeable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The runtime calls the client that its factory made, and closes it at the end. */
class ClientFactoryTest {
  private final FakeAccessGrantsClient services = new FakeAccessGrantsClient(new ManualClock());

  @Test
  void the_first_lease_says_which_client_all_file_systems_use() throws Exception {
    services.grant("alice", Permission.READ, S3Path.prefix("b", "p/"));
    services.setLife(Duration.ofDays(36_500));
    try (Closeable first = AccessGrantsRuntime.acquire(10, clock -> services);
        Closeable second =
            AccessGrantsRuntime.acquire(
                10,
                clock -> {
                  throw new AssertionError("there is a client");
                })) {
      assertThat(first).isNotSameAs(second);
      Decision decision =
          AccessGrantsRuntime.engine()
              .orElseThrow()
              .vendor(
                  ServiceSettings.builder().region(Optional.of("us-east-1")).build(),
                  new VendingPolicy(false, Duration.ofMinutes(1), true))
              .decide(
                  TestAccess.get("b", "p/k"),
                  BaseIdentity.of(SigningCredentials.longTerm("alice", "s"), null),
                  new TestContext(false))
              .get(10, TimeUnit.SECONDS);
      assertThat(requireNonNull(decision.credentials()).signing().accessKeyId())
          .isEqualTo("ASIAp/");
      assertThat(services.isClosed()).isFalse();
    }
    assertThat(services.isClosed()).isTrue();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }
}
