package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.testing.TestContext;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** File systems that share refusals and cache them for different times. */
class DeniedTtlTest extends VendingFixture {
  private final CredentialVendor hour = vendor(Duration.ofHours(1));
  private final CredentialVendor second = vendor(Duration.ofSeconds(1));
  private final CredentialVendor none = vendor(Duration.ZERO);

  private CredentialVendor vendor(Duration deniedTtl) {
    return engine.vendor(settings, new VendingPolicy(false, deniedTtl, true));
  }

  @Test
  void nobody_takes_a_refusal_that_is_older_than_his_own() {
    failure(hour, ALICE, get("k"));
    failure(hour, ALICE, get("k"));
    failure(second, ALICE, get("k"));
    assertThat(service.vends).hasSize(1);

    clock.advance(Duration.ofSeconds(1));
    service.grant("alice", Permission.READ, S3Path.object("b", "k"));
    failure(hour, ALICE, get("k"));
    assertThat(signer(second, ALICE, get("k"))).isEqualTo("ASIAk");
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void who_remembers_none_asks_though_others_do() {
    failure(hour, ALICE, get("k"));
    service.grant("alice", Permission.READ, S3Path.object("b", "k"));
    assertThat(signer(none, ALICE, get("k"))).isEqualTo("ASIAk");
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void the_same_holds_for_what_lies_below_a_directory() {
    context = new TestContext(false, true);
    failure(hour, ALICE, head("t"));
    failure(hour, ALICE, head("t"));
    assertThat(service.listings).hasSize(1);
    failure(none, ALICE, head("t"));
    assertThat(service.listings).hasSize(2);
    failure(none, ALICE, head("t"));
    assertThat(service.listings).hasSize(3);
    failure(hour, ALICE, head("t"));
    assertThat(service.listings).hasSize(3);
  }

  @Test
  void grants_end_by_the_engines_clock() {
    VendedCredentials vended =
        TestCredentials.vended(S3Path.bucket("b"), Permission.READ, clock, Duration.ofMinutes(15));
    clock.advance(Duration.ofMinutes(15).minusMillis(1));
    assertThat(hour.hasExpired(vended)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(hour.hasExpired(vended)).isTrue();
  }
}
