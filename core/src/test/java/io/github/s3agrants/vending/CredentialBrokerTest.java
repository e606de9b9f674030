package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testing.TestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests one call serves, and what its outcome means for others. */
class CredentialBrokerTest extends VendingFixture {
  private static Access copy(String key) {
    return TestAccess.copy("b", key, key);
  }

  /** A vendor whose caller and instance are known, so that requests keep their order of arrival. */
  private CredentialVendor warm(Duration deniedTtl) {
    CredentialVendor vendor = engine.vendor(settings, new VendingPolicy(false, deniedTtl, true));
    service.grant("alice", READ, S3Path.object("b", "warm"));
    decide(vendor, ALICE, get("warm"));
    service.vends.clear();
    return vendor;
  }

  private List<CompletableFuture<Decision>> askEach(
      CredentialVendor vendor, IntFunction<Access> request) {
    return IntStream.range(0, 8)
        .mapToObj(i -> ask(vendor, ALICE, request.apply(i)))
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @EnumSource(
      value = Permission.class,
      names = {"READ", "WRITE"})
  void who_may_not_read_or_may_not_write_may_not_do_both(Permission refused) {
    settings =
        ServiceSettings.builder()
            .region(Optional.of("us-east-1"))
            .privilege(Privilege.MINIMAL)
            .build();
    CredentialVendor vendor = vendor(noFallback);
    failure(vendor, ALICE, refused == READ ? get("k") : put("k"));
    service.grant("alice", READWRITE, S3Path.bucket("b"));
    assertThat(failure(vendor, ALICE, copy("k")).kind()).isEqualTo(Kind.DENIED);
    assertThat(service.vends).containsExactly(refused + " s3://b/k");
    // That applies neither to another path nor after its time.
    Decision other = decide(vendor, ALICE, copy("other"));
    assertThat(other.kind()).isEqualTo(Decision.Kind.VENDED);
    assertThat(vendor.rejected(other)).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(decide(vendor, ALICE, copy("k")).kind()).isEqualTo(Decision.Kind.VENDED);
  }

  /** The grant for READ may be of another location than the grant for READWRITE. */
  @Test
  void a_role_that_cannot_be_assumed_is_no_refusal_of_anything_else() {
    service.grant("alice", READWRITE, S3Path.bucket("b"));
    service.failures.put("READ s3://b/k", new AccessGrantsException(Kind.LOCATION_ROLE, "role"));
    CredentialVendor vendor = vendor(noFallback);
    assertThat(failure(vendor, ALICE, get("k")).kind()).isEqualTo(Kind.LOCATION_ROLE);
    assertThat(decide(vendor, ALICE, copy("k")).kind()).isEqualTo(Decision.Kind.VENDED);
    assertThat(service.vends).containsExactly("READ s3://b/k", "READWRITE s3://b/k");
  }

  @Test
  void where_the_role_for_both_cannot_be_assumed_what_is_needed_is_asked_for() {
    service.grant("alice", WRITE, S3Path.bucket("b"));
    service.failures.put(
        "READWRITE s3://b/k", new AccessGrantsException(Kind.LOCATION_ROLE, "role"));
    service.failures.put(
        "READWRITE s3://b/q", new AccessGrantsException(Kind.NOT_AUTHORIZED, "iam"));
    CredentialVendor vendor = vendor(noFallback);
    Decision written = decide(vendor, ALICE, put("k"));
    assertThat(written.kind()).isEqualTo(Decision.Kind.VENDED);
    assertThat(vendor.rejected(written)).isTrue();
    assertThat(failure(vendor, ALICE, put("q")).kind()).isEqualTo(Kind.NOT_AUTHORIZED);
    assertThat(service.vends)
        .containsExactly("READWRITE s3://b/k", "WRITE s3://b/k", "READWRITE s3://b/q");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void an_outage_is_shared_by_all_who_wait_and_a_refusal_by_those_who_ask_the_same(Kind kind) {
    CredentialVendor vendor = warm(Duration.ZERO);
    service.failure = new AccessGrantsException(kind, "no");
    List<CompletableFuture<Decision>> same = askEach(vendor, i -> get("p/k"));
    executor.runAll();
    assertThat(same).allSatisfy(each -> assertThat(each).isCompletedExceptionally());
    assertThat(service.vends).hasSize(1);

    service.vends.clear();
    List<CompletableFuture<Decision>> others = askEach(vendor, i -> get("q/" + i));
    executor.runAll();
    assertThat(others).allSatisfy(each -> assertThat(each).isCompletedExceptionally());
    boolean ofTarget =
        kind == Kind.DENIED || kind == Kind.LOCATION_ROLE || kind == Kind.BAD_REQUEST;
    // A missing instance is looked up first, and is missing again.
    assertThat(service.vends).hasSize(ofTarget ? 8 : kind == Kind.NO_INSTANCE ? 0 : 1);
  }

  @Test
  void a_refused_target_fails_none_of_those_who_waited_for_it() {
    service.grant("alice", READ, S3Path.prefix("b", "ok/"));
    CredentialVendor vendor = warm(Duration.ofMinutes(1));
    CompletableFuture<Decision> refused = ask(vendor, ALICE, get("no/1"));
    List<CompletableFuture<Decision>> granted = askEach(vendor, i -> get("ok/" + i));
    executor.runAll();
    assertThat(refused).isCompletedExceptionally();
    assertThat(granted).allSatisfy(each -> assertThat(each.join().credentials()).isNotNull());
    assertThat(service.vends).hasSize(2).startsWith("READ s3://b/no/1");
  }

  @Test
  void who_waited_is_served_though_the_cache_has_no_room() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    VendingEngine small = new VendingEngine(service, executor, clock, 0, () -> 0);
    CredentialVendor vendor =
        small.vendor(settings, new VendingPolicy(false, Duration.ofMinutes(1), true));
    decide(vendor, ALICE, get("p/warm"));
    assertThat(small.statistics().getLiveCredentials()).isZero();
    service.vends.clear();
    List<CompletableFuture<Decision>> decisions = askEach(vendor, i -> get("p/" + i));
    executor.runAll();
    assertThat(decisions).allSatisfy(each -> assertThat(each.join().credentials()).isNotNull());
    assertThat(service.vends).hasSize(1);
  }

  @Test
  void what_is_still_under_way_is_waited_for_after_another_has_ended() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = warm(Duration.ofMinutes(1));
    CompletableFuture<Decision> refused = ask(vendor, ALICE, get("q"));
    CompletableFuture<Decision> written = ask(vendor, ALICE, put("p/1"));
    executor.runNext();
    assertThat(refused).isCompletedExceptionally();
    CompletableFuture<Decision> waits = ask(vendor, ALICE, put("p/2"));
    assertThat(executor.queued()).isEqualTo(1);
    executor.runAll();
    assertThat(written).isCompleted();
    assertThat(waits).isCompleted();
    assertThat(service.vends).containsExactly("READ s3://b/q", "READWRITE s3://b/p/1");
  }

  @Test
  void a_renewal_whose_answer_could_not_be_kept_is_tried_again() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    AtomicBoolean broken = new AtomicBoolean();
    VendingEngine failing =
        new VendingEngine(
            service,
            executor,
            clock,
            10,
            () -> {
              if (broken.get()) {
                throw new IllegalStateException("broken");
              }
              return 0;
            });
    CredentialVendor vendor =
        failing.vendor(settings, new VendingPolicy(false, Duration.ofMinutes(1), true));
    decide(vendor, ALICE, get("p/1"));
    clock.advance(Duration.ofMinutes(33));
    broken.set(true);
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    executor.runAll();
    broken.set(false);
    clock.advance(Duration.ofSeconds(9));
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    assertThat(executor.queued()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(ask(vendor, ALICE, get("p/1"))).isCompleted();
    assertThat(executor.queued()).isEqualTo(1);
    executor.runAll();
    assertThat(failing.statistics().getRenewals()).isEqualTo(1);
  }

  @Test
  void what_is_vended_meanwhile_below_a_directory_saves_the_listing() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "t/a/"));
    context = new TestContext(false, true);
    CredentialVendor vendor = warm(Duration.ofMinutes(1));
    CompletableFuture<Decision> probe = ask(vendor, ALICE, head("t"));
    CompletableFuture<Decision> written = ask(vendor, ALICE, put("t/a/f"));
    executor.runAll();
    assertThat(written).isCompleted();
    assertThat(probe.join().kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    assertThat(service.listings).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"old", "new"})
  void whoever_lists_with_keys_that_ended_lists_for_nobody_else(String ended) {
    service.grant("alice", WRITE, S3Path.prefix("b", "t/a/"));
    context = new TestContext(false, true);
    CredentialVendor vendor = warm(Duration.ofMinutes(1));
    SigningCredentials old = SigningCredentials.longTerm("alice", "old");
    SigningCredentials fresh = SigningCredentials.longTerm("alice", "new");
    decide(vendor, old, get("warm"));
    decide(vendor, fresh, get("warm"));
    CompletableFuture<Decision> first = ask(vendor, old, probe("t/"));
    CompletableFuture<Decision> second = ask(vendor, fresh, probe("t/"));
    executor.runQueued();
    service.ended = ended;
    executor.runAll();
    assertThat(first).isDone();
    assertThat(second).isDone();
    assertThat((ended.equals("old") ? second : first).join().kind())
        .isEqualTo(Decision.Kind.NOT_FOUND);
  }

  @Test
  void only_a_refusal_of_several_keys_is_for_want_of_a_single_grant() {
    Access delete = TestAccess.delete("b", List.of("a/1", "c/1"));
    CredentialVendor vendor = vendor(withFallback);
    decide(vendor, ALICE, delete);
    decide(vendor, ALICE, put("k"));
    service.failure = new AccessGrantsException(Kind.UNAVAILABLE, "down");
    decide(vendor, BOB, delete);
    assertThat(engine.statistics().getFallbacks())
        .isEqualTo(Map.of("NO_SINGLE_GRANT", 1L, "DENIED", 1L, "UNAVAILABLE", 1L));
  }

  @Test
  void a_caller_whom_the_last_request_did_not_know_is_looked_for_again() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    BaseIdentity alice = BaseIdentity.of(ALICE, null);
    assertThat(vendor.decideNow(get("p/1"), alice, context)).isNull();
    CompletableFuture<Decision> made = vendor.decide(get("p/1"), alice, context);
    executor.runAll();
    assertThat(made).isCompleted();
    assertThat(vendor.decideNow(get("p/1"), alice, context)).isNotNull();
    assertThat(vendor.decideNow(get("p/2"), alice, context)).isNotNull();
    assertThat(vendor.decideNow(get("p/2"), BaseIdentity.of(BOB, null), context)).isNull();
  }

  @Test
  void a_refusal_of_the_caller_is_counted_as_a_denial_and_nothing_else_is() {
    CredentialVendor vendor = vendor(noFallback);
    failure(vendor, ALICE, get("k"));
    assertThat(engine.statistics().getDenials()).isEqualTo(1);
    assertThat(engine.statistics().getVendFailures()).isZero();
    service.failure = new AccessGrantsException(Kind.UNAVAILABLE, "down");
    failure(vendor, ALICE, get("q"));
    assertThat(engine.statistics().getDenials()).isEqualTo(1);
    assertThat(engine.statistics().getVendFailures()).isEqualTo(1);
  }

  /**
   * A probe before a write requests READWRITE, as the write will, unless vended credentials lie
   * below its path.
   */
  @Test
  void a_probe_before_a_write_asks_for_readwrite_unless_it_is_above_held_credentials() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "d/e/"));
    CredentialVendor vendor = vendor(noFallback);
    context = new TestContext(true, true);
    decide(vendor, ALICE, head("d/e/f"));
    assertThat(service.vends).containsExactly("READWRITE s3://b/d/e/f");
    service.vends.clear();
    decide(vendor, ALICE, head("d"));
    assertThat(service.vends).startsWith("READ s3://b/d");
  }

  @Test
  void a_larger_cache_holds_more() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    service.grant("alice", READ, S3Path.prefix("b", "q/"));
    VendingEngine small = new VendingEngine(service, executor, clock, 1, () -> 0);
    CredentialVendor vendor = small.vendor(settings, noFallback);
    small.growCacheTo(2);
    decide(vendor, ALICE, get("p/k"));
    decide(vendor, ALICE, get("q/k"));
    assertThat(small.statistics().getLiveCredentials()).isEqualTo(2);
    assertThat(vendor.network()).isEqualTo(settings.network());
  }

  @Test
  void a_failure_names_where_the_base_credentials_come_from() {
    service.failure = new AccessGrantsException(Kind.CALLER_CREDENTIALS, "ExpiredToken");
    assertThat(failure(vendor(noFallback), ALICE, get("k")).credentialsSource())
        .isEqualTo("the S3 client's credentials provider");
  }

  @Test
  void a_scope_that_is_of_no_use_is_counted() {
    service.grant("alice", READ, S3Path.object("b", "k"));
    service.unexpectedScope = Optional.of("s3://another/*");
    CredentialVendor vendor = vendor(noFallback);
    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIAk");
    assertThat(engine.statistics().getUnexpectedScopes()).isEqualTo(1);
  }
}
