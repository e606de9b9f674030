package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.vending.concurrent.Futures;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What file systems share: how long they wait, what is dropped, and how it ends. */
class VendingEngineTest extends VendingFixture {
  @BeforeEach
  void grant() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
  }

  private static Kind kind(CompletableFuture<?> failed) {
    assertThat(failed).isCompletedExceptionally();
    return Futures.asAccessGrantsException(assertThrows(CompletionException.class, failed::join))
        .kind();
  }

  @Test
  void what_has_not_begun_when_it_is_closed_fails_and_so_does_what_comes_later() {
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < VendingEngine.MAXIMUM_CALLS; i++) {
      var unused = vendor.decideAgain(get("p/1"), VendingEngineTest::aliceNow, context);
    }
    CompletableFuture<Decision> waits =
        vendor.decideAgain(get("p/1"), VendingEngineTest::aliceNow, context);
    engine.close();
    assertThat(kind(waits)).isEqualTo(Kind.CLOSED);
    CompletableFuture<Decision> later = ask(vendor, ALICE, get("p/1"));
    assertThat(
            assertInstanceOf(
                    VendingException.class,
                    assertThrows(CompletionException.class, later::join).getCause())
                .kind())
        .isEqualTo(Kind.CLOSED);
    assertThat(kind(engine.prepare(settings))).isEqualTo(Kind.CLOSED);
  }

  @Test
  void nothing_is_remembered_once_it_is_cleared() {
    CredentialVendor vendor = vendor(noFallback);
    source = new Object();
    SigningCredentials session = SigningCredentials.session("alice", "s", "t", Optional.empty());
    context = new TestContext(false, true);
    Decision decision = decide(vendor, session, get("p/1"));
    failure(vendor, session, get("q"));
    failure(vendor, session, probe("d/"));
    assertThat(vendor.rejected(decision)).isTrue();
    assertThat(vendor.claimCheck(decision)).isTrue();
    decide(vendor, session, get("p/1"));
    assertThat(service.identified).hasValue(1);
    assertThat(service.listings).hasSize(1);
    int vends = service.vends.size();

    engine.clear();
    assertThat(engine.statistics().getLiveCredentials()).isZero();
    CredentialVendor another = vendor(noFallback);
    decide(another, session, get("p/1"));
    failure(another, session, get("q"));
    failure(another, session, probe("d/"));
    assertThat(service.identified).hasValue(2);
    assertThat(service.listings).hasSize(2);
    assertThat(service.vends.size()).isGreaterThanOrEqualTo(vends + 2);
    assertThat(vendor.claimCheck(decision)).isTrue();
  }

  @Test
  void credentials_in_the_place_of_such_as_s3_turned_down_are_not_replaced_at_once() {
    CredentialVendor vendor = vendor(noFallback);
    Decision first = decide(vendor, ALICE, get("p/1"));
    assertThat(vendor.rejected(first)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    Decision second = decide(vendor, ALICE, get("p/1"));
    assertThat(second.credentials()).isNotSameAs(first.credentials());
    assertThat(vendor.rejected(second)).isFalse();
    assertThat(engine.statistics().getRejectedByS3()).isEqualTo(1);
    assertThat(decide(vendor, ALICE, get("p/1")).credentials()).isSameAs(second.credentials());
  }

  @Test
  void a_check_is_claimed_once_a_minute_and_never_for_base_credentials() {
    CredentialVendor vendor = vendor(noFallback);
    Decision decision = decide(vendor, ALICE, get("p/1"));
    assertThat(vendor.claimCheck(decision)).isTrue();
    assertThat(vendor.claimCheck(decision)).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(vendor.claimCheck(decision)).isTrue();
    Decision base = Decision.base(BaseIdentity.of(ALICE, null));
    assertThat(vendor.claimCheck(base)).isFalse();
    assertThat(vendor.rejected(base)).isFalse();
  }

  @Test
  void what_s3_refuses_is_asked_for_afresh_once_a_minute() {
    CredentialVendor vendor = vendor(noFallback);
    Decision decision = decide(vendor, ALICE, get("p/1"));
    for (int minute = 0; minute < 3; minute++) {
      for (int i = 0; i < 5; i++) {
        vendor.refusedByS3(
            requireNonNull(vendor.decideNow(get("p/1"), aliceNow(), context)), context);
        executor.runAll();
      }
      clock.advance(Duration.ofMinutes(1).minusMillis(1));
      vendor.refusedByS3(decision, context);
      executor.runAll();
      assertThat(service.vends).hasSize(2 + minute);
      clock.advance(Duration.ofMillis(1));
    }
    assertThat(engine.statistics().getRenewals()).isEqualTo(3);
    vendor.refusedByS3(Decision.base(BaseIdentity.of(ALICE, null)), context);
    assertThat(executor.queued()).isZero();
  }

  @Test
  void that_is_not_made_more_often_by_an_outage_and_takes_nothing_away_in_one() {
    CredentialVendor vendor = vendor(noFallback);
    Decision decision = decide(vendor, ALICE, get("p/1"));
    service.failure = new AccessGrantsException(Kind.UNAVAILABLE, "down");
    vendor.refusedByS3(decision, context);
    executor.runAll();
    for (int second = 0; second < 59; second++) {
      clock.advance(Duration.ofSeconds(1));
      assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
      vendor.refusedByS3(decision, context);
      executor.runAll();
    }
    assertThat(service.vends).hasSize(2);
    service.failure = null;
    clock.advance(Duration.ofSeconds(1));
    vendor.refusedByS3(decision, context);
    executor.runAll();
    assertThat(service.vends).hasSize(3);
  }

  /** A grant is deleted, and then one with another scope is made. */
  @Test
  void a_grant_that_was_taken_back_is_dropped_and_one_made_again_is_used() {
    CredentialVendor vendor = vendor(noFallback);
    Decision decision = decide(vendor, ALICE, get("p/1"));
    service.revokeAll();
    service.grant("alice", READ, S3Path.prefix("b", "p/1"));
    vendor.refusedByS3(decision, context);
    executor.runAll();
    assertThat(signer(vendor, ALICE, get("p/1"))).isEqualTo("ASIAp/1");
    assertThat(failure(vendor, ALICE, get("p/2")).kind()).isEqualTo(Kind.DENIED);

    service.revokeAll();
    vendor.refusedByS3(decide(vendor, ALICE, get("p/1")), context);
    executor.runAll();
    assertThat(failure(vendor, ALICE, get("p/1")).kind()).isEqualTo(Kind.DENIED);
  }

  private static BaseIdentity aliceNow() {
    return BaseIdentity.of(ALICE, null);
  }

  @Test
  void a_refused_read_is_missing_only_if_s3_says_so() {
    var refused =
        new RefusedRead(
            S3Path.object("b", "k"),
            URI.create("http://s3/b"),
            Optional.empty(),
            "us-east-1",
            ALICE,
            NetworkSettings.DEFAULT);
    service.isMissing = () -> true;
    assertThat(vendor(noFallback).look(refused)).isEqualTo(RefusedReadFinding.MISSING);
    service.isMissing = () -> false;
    assertThat(vendor(noFallback).look(refused)).isEqualTo(RefusedReadFinding.NOTHING);
    service.isMissing =
        () -> {
          throw new IllegalStateException("broken");
        };
    assertThat(vendor(noFallback).look(refused)).isEqualTo(RefusedReadFinding.NOTHING);
    for (Kind kind : Kind.values()) {
      service.isMissing =
          () -> {
            throw new AccessGrantsException(kind, "no");
          };
      assertThat(vendor(noFallback).look(refused))
          .isEqualTo(
              kind == Kind.CALLER_CREDENTIALS
                  ? RefusedReadFinding.CREDENTIALS_REJECTED
                  : RefusedReadFinding.NOTHING);
    }
  }

  @Test
  void a_buckets_region_is_asked_for_once_whatever_was_set() {
    CredentialVendor vendor = vendor(noFallback);
    CompletableFuture<String> region = vendor.bucketRegion("b");
    executor.runAll();
    assertThat(region).isCompletedWithValue("eu-central-1");
    assertThat(vendor(noFallback).bucketRegion("b")).isCompletedWithValue("eu-central-1");
    assertThat(service.regionsAsked).hasValue(1);
  }

  @Test
  void what_is_needed_is_made_ready_on_a_thread_of_the_engine() {
    CompletableFuture<Void> ready = engine.prepare(settings);
    assertThat(service.prepared).isEmpty();
    executor.runAll();
    assertThat(ready).isCompleted();
    assertThat(service.prepared).containsExactly(settings);
  }

  @Test
  void a_wait_for_credentials_ends_as_an_outage_does() throws Exception {
    CredentialVendor vendor =
        engine.vendor(
            settings, new VendingPolicy(false, Duration.ofMinutes(1), true), Duration.ofMillis(1));
    BaseIdentity alice = BaseIdentity.of(ALICE, null);
    Throwable cause =
        assertThrows(
                ExecutionException.class,
                () -> vendor.await(vendor.decide(get("p/1"), alice, context), get("p/1"), alice))
            .getCause();
    VendingException late = assertInstanceOf(VendingException.class, cause);
    assertThat(late.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(late.access().orElseThrow()).hasToString("READ on s3://b/p/1 for GetObject");

    CredentialVendor fallingBack =
        engine.vendor(
            settings, new VendingPolicy(true, Duration.ofMinutes(1), true), Duration.ofMillis(1));
    Decision base = fallingBack.await(new CompletableFuture<>(), get("p/1"), alice);
    assertThat(base.kind()).isEqualTo(Decision.Kind.BASE);
    assertThat(base.base()).isSameAs(alice);

    Decision there = Decision.base(alice);
    assertThat(vendor.await(CompletableFuture.completedFuture(there), get("p/1"), alice))
        .isSameAs(there);
  }

  @Test
  void a_decision_is_made_again_for_the_caller_as_he_is_then() {
    CredentialVendor vendor = vendor(noFallback);
    BaseIdentity renewed = BaseIdentity.of(SigningCredentials.longTerm("alice", "renewed"), null);
    CompletableFuture<Decision> again = vendor.decideAgain(get("p/1"), () -> renewed, context);
    assertThat(again).isNotDone();
    executor.runAll();
    assertThat(again.join().base()).isSameAs(renewed);
    assertThat(again.join().kind()).isEqualTo(Decision.Kind.VENDED);
  }

  @Test
  void a_decision_says_what_it_is_for() {
    CredentialVendor vendor = vendor(noFallback);
    BaseIdentity alice = BaseIdentity.of(ALICE, null);
    CompletableFuture<Decision> made = vendor.decide(get("p/1"), alice, context);
    executor.runAll();
    assertThat(made.join().base()).isSameAs(alice);
    assertThat(requireNonNull(made.join().access()).path()).isEqualTo(S3Path.object("b", "p/1"));
    Decision now = requireNonNull(vendor.decideNow(get("p/2"), alice, context));
    assertThat(now.base()).isSameAs(alice);
    assertThat(requireNonNull(now.access()).path()).isEqualTo(S3Path.object("b", "p/2"));
  }

  /** The instance is forgotten at once, and the call may end before anybody waits for it. */
  @Test
  void an_instance_that_is_not_there_is_named_however_soon_the_answer_comes() {
    service.failure = new AccessGrantsException(Kind.NO_INSTANCE, "no instance");
    settings =
        ServiceSettings.builder()
            .accountId(Optional.of("999988887777"))
            .region(Optional.of("us-east-1"))
            .build();
    VendingEngine direct = new VendingEngine(service, Runnable::run, clock, 10, () -> 0);
    CredentialVendor vendor =
        direct.vendor(settings, new VendingPolicy(false, Duration.ZERO, false));
    CompletableFuture<Decision> made =
        vendor.decide(get("q"), BaseIdentity.of(ALICE, source), context);
    assertThat(made)
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            VendingException.class,
            e -> assertThat(e.instance().orElseThrow().account()).isEqualTo("999988887777"));
  }

  @Test
  void a_failure_says_what_was_asked_of_whom_as_whom() {
    CredentialVendor vendor = vendor(noFallback);
    VendingException denied = failure(vendor, ALICE, get("q"));
    assertThat(denied.access().orElseThrow().path()).isEqualTo(S3Path.object("b", "q"));
    assertThat(denied.owner().orElseThrow().caller().principal())
        .isEqualTo("arn:aws:iam::1:user/alice");
    AccessGrantsInstance instance = denied.instance().orElseThrow();
    assertThat(instance.account()).isEqualTo("111122223333");
    assertThat(instance.region()).isEqualTo("us-east-1");

    service.failure = new AccessGrantsException(Kind.UNAVAILABLE, "down", "request-id", null);
    assertThat(failure(vendor, ALICE, get("r")).requestId()).contains("request-id");

    service.failure = null;
    settings = ServiceSettings.builder().build();
    assertThat(failure(vendor(noFallback), ALICE, get("q")).instance().orElseThrow().region())
        .isEqualTo("eu-central-1");
    settings = ServiceSettings.builder().accountId(Optional.of("444455556666")).build();
    assertThat(failure(vendor(noFallback), ALICE, get("q")).instance().orElseThrow().account())
        .isEqualTo("444455556666");
  }

  @Test
  void the_mean_time_of_a_vend_is_in_milliseconds() {
    Statistics statistics = new Statistics(() -> 0);
    assertThat(statistics.getMeanVendMillis()).isZero();
    statistics.vended(Duration.ofMillis(10));
    statistics.vended(Duration.ofMillis(30));
    assertThat(statistics.getMeanVendMillis()).isEqualTo(20);
  }
}
