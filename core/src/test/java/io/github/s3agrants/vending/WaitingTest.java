package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.SigningCredentials;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which requests wait for which call: coalescing and renewal. */
class WaitingTest extends VendingFixture {
  @Test
  void sixty_four_at_once_under_one_grant_are_one_call() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    List<CompletableFuture<Decision>> decisions = askAll("p/x/", 64);
    executor.runAll();
    assertThat(decisions).allSatisfy(d -> assertThat(d.join().credentials()).isNotNull());
    assertThat(service.vends).hasSize(1);
    assertThat(service.identified).hasValue(1);
    assertThat(service.located).hasValue(1);
  }

  @Test
  void under_eight_grants_each_is_asked_for_once_and_all_but_the_first_together() {
    List<CompletableFuture<Decision>> decisions = new ArrayList<>();
    for (int g = 0; g < 8; g++) {
      service.grant("alice", READ, S3Path.prefix("b", "team/g" + g + "/"));
    }
    for (int g = 0; g < 8; g++) {
      decisions.addAll(askAll("team/g" + g + "/", 8));
    }
    while (service.vends.isEmpty()) {
      executor.runQueued();
    }
    assertThat(executor.queued()).isEqualTo(7);
    executor.runQueued();
    assertThat(executor.queued()).isZero();
    assertThat(decisions).allSatisfy(d -> assertThat(d.join().credentials()).isNotNull());
    assertThat(service.vends).hasSize(8);
  }

  @Test
  void a_refused_target_holds_up_its_neighbours_for_one_call_only() {
    service.grant("alice", READ, S3Path.prefix("b", "ok/"));
    CredentialVendor vendor = vendor(noFallback);
    CompletableFuture<Decision> refused = ask(vendor, ALICE, get("no/1"));
    CompletableFuture<Decision> same = ask(vendor, ALICE, get("no/1"));
    List<CompletableFuture<Decision>> granted = askAll("ok/", 20);
    executor.runAll();
    assertThat(refused).isCompletedExceptionally();
    assertThat(same).isCompletedExceptionally();
    assertThat(granted).allSatisfy(d -> assertThat(d.join().credentials()).isNotNull());
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void an_outage_fails_all_who_waited_with_one_call() {
    List<CompletableFuture<Decision>> decisions = askAll("p/", 64);
    service.failure = new AccessGrantsException(AccessGrantsException.Kind.UNAVAILABLE, "down");
    executor.runAll();
    assertThat(decisions).allSatisfy(d -> assertThat(d).isCompletedExceptionally());
    assertThat(service.identified.get() + service.vends.size()).isEqualTo(1);
  }

  @Test
  void a_grant_is_renewed_in_the_background_by_one_call_and_no_request_waits() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    clock.advance(Duration.ofMinutes(33));
    for (int i = 0; i < 50; i++) {
      assertThat(ask(vendor, ALICE, get("p/" + i))).isCompleted();
    }
    assertThat(executor.queued()).isEqualTo(1);
    executor.runAll();
    assertThat(service.vends).containsExactly("READ s3://b/p/1", "READ s3://b/p/1");
    assertThat(engine.statistics().getRenewals()).isEqualTo(1);
    // The new credentials are still live when the old ones would have ended.
    clock.advance(Duration.ofMinutes(30));
    assertThat(ask(vendor, ALICE, get("p/2"))).isCompleted();
    assertThat(executor.queued()).isZero();
  }

  @Test
  void during_an_outage_old_credentials_serve_until_they_end() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    service.failure = new AccessGrantsException(AccessGrantsException.Kind.UNAVAILABLE, "down");
    clock.advance(Duration.ofMinutes(33));
    for (int i = 0; i < 26; i++) {
      assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
      executor.runAll();
      assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
      assertThat(executor.queued()).isZero();
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(service.vends).hasSize(27);
    service.failure = null;
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    executor.runAll();
    assertThat(engine.statistics().getRenewals()).isEqualTo(1);
    clock.advance(Duration.ofMinutes(20));
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
  }

  @Test
  void what_the_service_takes_back_stops_at_once() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    clock.advance(Duration.ofMinutes(33));
    service.revokeAll();
    assertThat(ask(vendor, ALICE, get("p/2"))).isCompleted();
    executor.runAll();
    assertThat(failure(vendor, ALICE, get("p/2")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  /** Only the service's own answer drops live credentials and makes a request fail for good. */
  @ParameterizedTest
  @EnumSource(AccessGrantsException.Kind.class)
  void live_credentials_survive_a_renewal_that_is_neither_a_refusal_nor_the_end_of_the_instance(
      AccessGrantsException.Kind kind) {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    clock.advance(Duration.ofMinutes(33));
    service.failure = new AccessGrantsException(kind, "no");
    assertThat(ask(vendor, ALICE, get("p/2"))).isCompleted();
    executor.runAll();
    assertThat(service.vends).hasSize(2);
    boolean refused =
        kind == AccessGrantsException.Kind.DENIED
            || kind == AccessGrantsException.Kind.NOT_AUTHORIZED;
    boolean taken = refused || kind == AccessGrantsException.Kind.NO_INSTANCE;
    CompletableFuture<Decision> next = ask(vendor, ALICE, get("p/3"));
    assertThat(next.isDone()).isEqualTo(!taken);
    // Nothing but a refusal is cached: a later request makes a call of its own.
    executor.runAll();
    service.failure = null;
    CompletableFuture<Decision> later = ask(vendor, ALICE, get("p/3"));
    executor.runAll();
    assertThat(later.isCompletedExceptionally()).isEqualTo(refused);
  }

  /**
   * The grant still stands, and S3 checks each request against the role; but nothing new is vended.
   */
  @Test
  void live_credentials_survive_a_role_that_can_no_longer_be_assumed_until_they_end() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    service.failure = new AccessGrantsException(AccessGrantsException.Kind.LOCATION_ROLE, "role");
    clock.advance(Duration.ofMinutes(33));
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    executor.runAll();
    assertThat(ask(vendor, ALICE, get("p/2"))).isCompleted();
    clock.advance(Duration.ofMinutes(27));
    executor.runAll();
    assertThat(failure(vendor, ALICE, get("p/2")).kind())
        .isEqualTo(AccessGrantsException.Kind.LOCATION_ROLE);
    int vends = service.vends.size();
    service.failure = null;
    assertThat(failure(vendor, ALICE, get("p/2")).kind())
        .isEqualTo(AccessGrantsException.Kind.LOCATION_ROLE);
    assertThat(service.vends).hasSize(vends);
    clock.advance(Duration.ofMinutes(1));
    assertThat(signer(vendor, ALICE, get("p/2"))).isEqualTo("ASIAp/");
  }

  /** A caller who may not look up the instance has not been refused by that instance. */
  @Test
  void live_credentials_survive_if_the_instance_may_not_be_asked_for() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    service.failure =
        new AccessGrantsException(AccessGrantsException.Kind.NO_INSTANCE, "gone for a moment");
    failure(vendor, ALICE, get("q"));
    service.failure =
        new AccessGrantsException(AccessGrantsException.Kind.DENIED, "AccessDenied: not you");
    clock.advance(Duration.ofMinutes(33));
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    executor.runAll();
    assertThat(service.located).hasValue(2);
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    VendingException e = failure(vendor, ALICE, get("q"));
    assertThat(e.kind()).isEqualTo(AccessGrantsException.Kind.NOT_AUTHORIZED);
    assertThat(e.getMessage()).contains("instance").contains("AccessDenied: not you");
    service.failure = null;
    service.grant("alice", READ, S3Path.prefix("b", "q"));
    assertThat(signer(vendor, ALICE, get("q"))).isEqualTo("ASIAq");
  }

  @Test
  void a_request_that_comes_when_a_renewal_is_under_way_after_the_end_waits_for_it() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    clock.advance(Duration.ofMinutes(50));
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    clock.advance(Duration.ofMinutes(15));
    CompletableFuture<Decision> late = ask(vendor, ALICE, get("p/2"));
    assertThat(late).isNotCompleted();
    executor.runAll();
    assertThat(late).isCompleted();
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void credentials_that_s3_no_longer_takes_are_dropped() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    Decision decision = decide(vendor, ALICE, get("p/1"));
    assertThat(vendor.rejected(decision)).isTrue();
    assertThat(ask(vendor, ALICE, get("p/1"))).isNotCompleted();
    executor.runAll();
    assertThat(service.vends).hasSize(2);
    assertThat(engine.statistics().getRejectedByS3()).isEqualTo(1);
  }

  private static SigningCredentials session(String key, String secret, String token) {
    return SigningCredentials.session(key, secret, token, Optional.empty());
  }

  @Test
  void rotated_sessions_from_one_source_share_what_was_vended() {
    source = new Object();
    rotate(WaitingTest::session, 1);
  }

  @Test
  void keys_of_one_user_share_what_was_vended() {
    rotate((key, secret, token) -> SigningCredentials.longTerm(key, secret), 1);
  }

  @Test
  void sessions_of_which_nothing_is_known_share_nothing() {
    rotate(WaitingTest::session, 10);
  }

  private interface Keys {
    SigningCredentials of(String accessKey, String secret, String token);
  }

  private void rotate(Keys keys, int vends) {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < 10; i++) {
      SigningCredentials rotated = keys.of("alice", "s" + i, "t" + i);
      List<CompletableFuture<Decision>> decisions = new ArrayList<>();
      for (int j = 0; j < 8; j++) {
        decisions.add(ask(vendor, rotated, get("p/" + j)));
      }
      executor.runAll();
      assertThat(decisions).allSatisfy(d -> assertThat(d).isCompleted());
    }
    assertThat(service.vends).hasSize(vends);
    assertThat(service.identified).hasValue(10);
  }

  @Test
  void what_is_wrong_with_ones_own_keys_is_nobody_elses_failure() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    SigningCredentials old = SigningCredentials.longTerm("alice", "old");
    SigningCredentials fresh = SigningCredentials.longTerm("alice", "new");
    // Both callers are known, so both wait for the same call.
    decide(vendor, old, get("p/1"));
    assertThat(vendor.rejected(decide(vendor, fresh, get("p/1")))).isTrue();
    service.ended = "old";

    CompletableFuture<Decision> first = ask(vendor, old, get("p/2"));
    CompletableFuture<Decision> second = ask(vendor, fresh, get("p/3"));
    CompletableFuture<Decision> third = ask(vendor, old, get("p/4"));
    executor.runAll();
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedWithValueMatching(d -> d.credentials() != null);
    assertThat(third).isDone();
    assertThat(service.vends).hasSize(3);
  }

  @Test
  void whoever_asks_for_the_instance_with_keys_that_ended_asks_for_nobody_else() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "p/"));
    SigningCredentials old = SigningCredentials.longTerm("alice", "old");
    SigningCredentials fresh = SigningCredentials.longTerm("alice", "new");
    CredentialVendor vendor = vendor(noFallback);
    CompletableFuture<Decision> first = ask(vendor, old, get("p/2"));
    CompletableFuture<Decision> second = ask(vendor, fresh, put("p/3"));
    executor.runQueued();
    service.ended = "old";
    executor.runAll();
    assertThat(first).isCompletedExceptionally();
    assertThat(second).isCompletedWithValueMatching(d -> d.credentials() != null);
  }
}
