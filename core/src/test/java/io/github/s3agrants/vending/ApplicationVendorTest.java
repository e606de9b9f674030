package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.vending.ApplicationVendor.Held;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.discovery.Discovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process vends for the others of its application: once for all, and renews once for all. */
class ApplicationVendorTest extends VendingFixture {
  private static final Optional<Held> NONE = Optional.empty();
  private static final Duration TTL = Duration.ofMinutes(1);

  private Discovery discovery = new Discovery(Duration.ofMinutes(5), 1000);
  private SigningCredentials now = ALICE;
  private ApplicationVendor application = vendor();

  @BeforeEach
  void numberKeys() {
    service.numberKeys();
  }

  private ApplicationVendor vendor() {
    return engine.applicationVendor(settings, TTL, discovery, () -> BaseIdentity.of(now, null));
  }

  private CompletableFuture<VendedAnswer> vend(Access access, Optional<Held> held) {
    return application.vend(access, Optional.of("audit"), held);
  }

  private @Nullable VendedAnswer known(Access access) {
    return application.known(access, Optional.empty(), NONE);
  }

  private String key(CompletableFuture<VendedAnswer> answer) {
    executor.runAll();
    return key(answer.join());
  }

  private static String key(VendedAnswer answer) {
    return answer.credentials().signing().accessKeyId();
  }

  private AccessGrantsException failure(CompletableFuture<?> answer) {
    executor.runAll();
    return Futures.asAccessGrantsException(
        requireNonNull(answer.handle((value, failure) -> failure).join()));
  }

  private static Optional<Held> held(String accessKey) {
    return Optional.of(new Held(accessKey, false));
  }

  @Test
  void the_first_question_is_looked_up_and_all_others_are_answered_from_what_is_at_hand() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    assertThat(known(get("p/1"))).isNull();
    List<CompletableFuture<VendedAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(vend(get("p/" + i), NONE));
    }
    executor.runAll();
    assertThat(answers).allSatisfy(answer -> assertThat(key(answer.join())).isEqualTo("ASIAp/#1"));
    assertThat(key(requireNonNull(known(get("p/x"))))).isEqualTo("ASIAp/#1");
    assertThat(service.vends).hasSize(1);
    assertThat(service.identified()).isEqualTo(1);
    assertThat(service.located()).isEqualTo(1);
    assertThat(service.auditContexts).containsExactly(Optional.of("audit"));
    assertThat(executor.queued()).isZero();
  }

  @Test
  void what_is_held_for_the_bucket_comes_along_but_never_a_permission_that_was_not_asked_for() {
    service.grant("alice", READ, S3Path.prefix("b", "r/"));
    service.grant("alice", READ, S3Path.prefix("b", "q/"));
    service.grant("alice", READWRITE, S3Path.prefix("b", "w/"));
    key(vend(get("q/1"), NONE));
    key(vend(put("w/1").with(READWRITE), NONE));
    key(vend(get("r/1"), NONE));
    VendedAnswer reader = requireNonNull(known(get("r/1")));
    assertThat(reader.others())
        .singleElement()
        .satisfies(
            other -> {
              assertThat(other.credentials().scope()).isEqualTo(S3Path.prefix("b", "q/"));
              assertThat(other.asked().path()).isEqualTo(S3Path.object("b", "q/1"));
            });
    VendedAnswer writer = requireNonNull(known(put("w/1").with(READWRITE)));
    assertThat(writer.others()).hasSize(2);
  }

  @Test
  void nothing_comes_along_if_very_much_is_held() {
    for (int i = 0; i <= ApplicationVendor.MOST_OTHERS; i++) {
      service.grant("alice", READ, S3Path.prefix("b", "g" + i + "/"));
      key(vend(get("g" + i + "/1"), NONE));
      assertThat(requireNonNull(known(get("g0/1"))).others())
          .hasSize(i < ApplicationVendor.MOST_OTHERS ? i : 0);
    }
  }

  @Test
  void a_copy_that_is_due_is_renewed_once_for_all_who_hold_it() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    assertThat(key(vend(get("p/1"), NONE))).isEqualTo("ASIAp/#1");
    clock.advance(Duration.ofMinutes(33));
    List<CompletableFuture<VendedAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      assertThat(application.known(get("p/1"), Optional.empty(), held("ASIAp/#1"))).isNull();
      answers.add(vend(get("p/1"), held("ASIAp/#1")));
    }
    executor.runAll();
    assertThat(answers).allSatisfy(answer -> assertThat(key(answer.join())).isEqualTo("ASIAp/#2"));
    assertThat(service.vends).hasSize(2);
    assertThat(
            key(requireNonNull(application.known(get("p/1"), Optional.empty(), held("ASIAp/#1")))))
        .isEqualTo("ASIAp/#2");
  }

  /**
   * Copies become due at any time from 55 percent of the life on, the driver's own a little later.
   */
  @Test
  void a_copy_may_be_due_before_the_drivers_own_and_never_much_earlier() {
    VendingEngine late =
        new VendingEngine(service, executor, clock, 1000, () -> 1); // due after 65 percent
    application =
        late.applicationVendor(settings, TTL, discovery, () -> BaseIdentity.of(now, null));
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    assertThat(key(vend(get("p/1"), NONE))).isEqualTo("ASIAp/#1");
    clock.advance(Duration.ofMinutes(32));
    AccessGrantsException notYet = failure(vend(get("p/1"), held("ASIAp/#1")));
    assertThat(notYet.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(service.vends).hasSize(1);
    clock.advance(Duration.ofMinutes(2));
    assertThat(key(vend(get("p/1"), held("ASIAp/#1")))).isEqualTo("ASIAp/#2");
  }

  @Test
  void while_the_service_is_down_those_who_hold_credentials_cause_few_calls() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    key(vend(get("p/1"), NONE));
    clock.advance(Duration.ofMinutes(40));
    service.vendFailure = new AccessGrantsException(Kind.UNAVAILABLE, "down");
    for (int i = 0; i < 100; i++) {
      assertThat(failure(vend(get("p/1"), held("ASIAp/#1"))).kind()).isEqualTo(Kind.UNAVAILABLE);
      clock.advance(Duration.ofMillis(50));
    }
    // After a failure the next try is 10 s later.
    assertThat(service.vends).hasSize(2);
    service.vendFailure = null;
    clock.advance(Duration.ofSeconds(10));
    assertThat(key(vend(get("p/1"), held("ASIAp/#1")))).isEqualTo("ASIAp/#3");
  }

  @Test
  void after_a_refusal_by_s3_new_credentials_are_vended_once_a_minute_however_many_want_them() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    key(vend(get("p/1"), NONE));
    assertThat(key(vend(get("p/1"), Optional.of(new Held("ASIAp/#1", true)))))
        .isEqualTo("ASIAp/#2");
    assertThat(failure(vend(get("p/1"), Optional.of(new Held("ASIAp/#2", true)))).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    clock.advance(Duration.ofMinutes(1));
    assertThat(key(vend(get("p/1"), Optional.of(new Held("ASIAp/#2", true)))))
        .isEqualTo("ASIAp/#3");
  }

  @Test
  void credentials_that_s3_rejected_are_not_given_again() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    key(vend(get("p/1"), NONE));
    application.rejected("b", "ASIAp/#1");
    assertThat(known(get("p/1"))).isNull();
    assertThat(key(vend(get("p/1"), NONE))).isEqualTo("ASIAp/#2");
    // Who still holds the first ones tells of them later.
    application.rejected("b", "ASIAp/#1");
    assertThat(key(requireNonNull(known(get("p/1"))))).isEqualTo("ASIAp/#2");
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void a_refusal_says_how_much_longer_it_is_remembered() {
    assertThat(failure(vend(get("p/1"), NONE)).lasting()).isEmpty();
    clock.advance(Duration.ofSeconds(20));
    assertThat(failure(vend(get("p/1"), NONE)).lasting()).contains(Duration.ofSeconds(40));
    assertThat(service.vends).hasSize(1);
  }

  @Test
  void who_the_caller_is_is_found_out_anew_after_a_minute() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    service.grant("bob", READ, S3Path.prefix("b", "p/"));
    key(vend(get("p/1"), NONE));
    now = BOB;
    clock.advance(Duration.ofSeconds(59));
    assertThat(known(get("p/1"))).isNotNull();
    clock.advance(Duration.ofSeconds(1));
    // One who asks has it looked up, and the others need not wait for that.
    assertThat(known(get("p/1"))).isNull();
    assertThat(known(get("p/1"))).isNotNull();
    assertThat(key(vend(get("p/1"), NONE))).isEqualTo("ASIAp/#2");
    var caller = application.caller("b");
    executor.runAll();
    assertThat(caller.join().caller().principal()).endsWith("user/bob");
  }

  @Test
  void nothing_of_a_caller_is_given_long_after_it_could_be_found_out() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    key(vend(get("p/1"), NONE));
    clock.advance(Duration.ofMinutes(5));
    assertThat(known(get("p/1"))).isNull();
    assertThat(known(get("p/1"))).isNull();
  }

  @Test
  void a_bucket_in_another_region_is_found_there() {
    settings =
        ServiceSettings.builder()
            .region(Optional.of("us-east-1"))
            .followsBucket(true)
            .accountId(Optional.of("111122223333"))
            .build();
    application = vendor();
    service.onlyRegion = "eu-central-1";
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    service.failures.put(
        "READ s3://b/p/1", new AccessGrantsException(Kind.NO_INSTANCE, "no instance here"));
    CompletableFuture<VendedAnswer> answer = vend(get("p/1"), NONE);
    executor.runNext();
    executor.runNext();
    service.failures.clear();
    assertThat(key(answer)).startsWith("ASIAp/");
    assertThat(service.regionsAsked).hasValue(1);
  }

  @Test
  void whether_a_grant_is_below_a_path_is_asked_once_for_many() {
    service.grant("alice", WRITE, S3Path.prefix("b", "a/b/c/"));
    for (int i = 0; i < 10; i++) {
      CompletableFuture<Boolean> below = application.hasGrantBelow(S3Path.prefix("b", "a/"));
      executor.runAll();
      assertThat(below.join()).isTrue();
    }
    assertThat(service.listings).hasSize(1);
    clock.advance(Duration.ofSeconds(10));
    CompletableFuture<Boolean> later = application.hasGrantBelow(S3Path.prefix("b", "a/"));
    executor.runAll();
    assertThat(later.join()).isTrue();
    assertThat(service.listings).hasSize(2);
  }

  // --- What the caller is granted --------------------------------------------------------------

  private static final Access SCOPE_P = get("x").at(S3Path.prefix("b", "p/"), READ);
  private static final Access SCOPE_Q = get("x").at(S3Path.prefix("b", "q/"), READ);

  private KnownGrants grants() {
    CompletableFuture<KnownGrants> grants = application.grants("b");
    executor.runAll();
    return grants.join();
  }

  private void grantPAndQ() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    service.grant("alice", READ, S3Path.prefix("b", "q/"));
  }

  @Test
  void the_callers_grants_are_read_once_for_all_who_ask() {
    grantPAndQ();
    service.grant("bob", READ, S3Path.prefix("b", "bobs/"));
    assertThat(application.knownGrants("b")).isNull();
    List<CompletableFuture<KnownGrants>> answers = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      answers.add(application.grants("b"));
    }
    executor.runAll();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().size()).isEqualTo(2));
    assertThat(requireNonNull(application.knownGrants("b")).size()).isEqualTo(2);
    assertThat(service.listings).hasSize(1);
    assertThat(service.vends).isEmpty();
  }

  @Test
  void grants_that_are_known_serve_on_while_they_are_read_again_ahead_of_time() {
    grantPAndQ();
    grants();
    service.grant("alice", READ, S3Path.prefix("b", "r/"));
    clock.advance(Duration.ofSeconds(55));
    for (int minute = 0; minute < 3; minute++) {
      clock.advance(Duration.ofMinutes(1));
      vendNothingNew();
    }
    assertThat(requireNonNull(application.knownGrants("b")).size()).isEqualTo(2);
    executor.runAll();
    assertThat(requireNonNull(application.knownGrants("b")).size()).isEqualTo(3);
    assertThat(service.listings).hasSize(2);
  }

  /** Has the driver find out who its caller is, as it does each minute. */
  private void vendNothingNew() {
    key(vend(get("p/1"), NONE));
  }

  @Test
  void what_is_not_known_is_said_with_how_much_longer() {
    grantPAndQ();
    service.mayList = false;
    AccessGrantsException unknown = failure(application.grants("b"));
    assertThat(unknown.kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(unknown).hasMessageContaining("does not know the caller's grants");
    assertThat(unknown.lasting()).contains(Duration.ofMinutes(5));
    clock.advance(Duration.ofMinutes(2));
    assertThat(failure(application.grants("b")).lasting()).contains(Duration.ofMinutes(3));
    assertThat(service.listings).hasSize(1);
    service.mayList = true;
    clock.advance(Duration.ofMinutes(3));
    assertThat(grants().size()).isEqualTo(2);
  }

  @Test
  void too_many_grants_and_discovery_that_is_off_are_not_known_for_as_long_as_can_be() {
    grantPAndQ();
    discovery = new Discovery(Duration.ofMinutes(5), 1);
    application = vendor();
    assertThat(failure(application.grants("b")).lasting()).contains(Duration.ofMinutes(5));
    assertThat(service.listings).hasSize(1);
    discovery = Discovery.OFF;
    application = vendor();
    assertThat(failure(application.grants("b")).lasting().orElseThrow()).isGreaterThan(TTL);
    assertThat(application.knownGrants("b")).isNull();
    assertThat(service.listings).hasSize(1);
  }

  @Test
  void a_listing_that_is_still_read_may_be_known_at_any_moment() {
    grantPAndQ();
    service.grant("alice", READ, S3Path.prefix("b", "r/"));
    service.pageSize = 1;
    CompletableFuture<KnownGrants> grants = application.grants("b");
    while (service.listings.isEmpty()) {
      executor.runNext();
    }
    clock.advance(Duration.ofSeconds(3));
    AccessGrantsException late = failure(grants);
    assertThat(late.lasting()).contains(Duration.ZERO);
    assertThat(grants().size()).isEqualTo(3);
    assertThat(service.listings).hasSize(3);
  }

  @Test
  void who_asks_for_a_known_scope_does_not_wait_for_what_is_vended_under_another() {
    grantPAndQ();
    grants();
    CompletableFuture<VendedAnswer> first = vend(SCOPE_P, NONE);
    CompletableFuture<VendedAnswer> second = vend(SCOPE_Q, NONE);
    executor.runNext(); // the caller's own credentials
    executor.runNext();
    assertThat(executor.queued()).isEqualTo(2);
    assertThat(key(first)).startsWith("ASIAp/");
    assertThat(key(second)).startsWith("ASIAq/");
    assertThat(service.vends).containsExactly("READ s3://b/p/*", "READ s3://b/q/*");
  }

  /** An executor that does not know the grants asks for each path. */
  @Test
  void who_asks_for_something_else_waits_for_a_call_that_may_bring_it() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    grants();
    CompletableFuture<VendedAnswer> first = vend(get("p/1"), NONE);
    CompletableFuture<VendedAnswer> second = vend(get("p/2"), NONE);
    executor.runNext();
    executor.runNext();
    assertThat(executor.queued()).isEqualTo(1);
    assertThat(key(first)).isEqualTo(key(second));
    assertThat(service.vends).hasSize(1);
  }

  @Test
  void grants_that_turn_out_to_be_out_of_date_are_read_again() {
    grantPAndQ();
    grants();
    service.grant("alice", READ, S3Path.prefix("b", "new/"));
    clock.advance(Duration.ofSeconds(10));
    key(vend(get("new/1"), NONE));
    assertThat(grants().size()).as("read again in the background").isEqualTo(2);
    assertThat(grants().size()).isEqualTo(3);
    assertThat(service.listings).hasSize(2);
    service.revokeAll();
    clock.advance(Duration.ofSeconds(10));
    assertThat(failure(vend(SCOPE_Q, NONE)).kind()).isEqualTo(Kind.DENIED);
    assertThat(grants().size()).isEqualTo(3);
    assertThat(grants().size()).isZero();
    assertThat(service.listings).hasSize(3);
  }

  @Test
  void a_refusal_of_what_nobody_is_granted_says_nothing_about_the_grants() {
    grantPAndQ();
    grants();
    clock.advance(Duration.ofSeconds(10));
    failure(vend(get("secret/1"), NONE));
    failure(vend(get("p/1").with(WRITE), NONE));
    key(vend(SCOPE_P, NONE));
    service.vendFailure = new AccessGrantsException(Kind.UNAVAILABLE, "down");
    failure(vend(SCOPE_Q, NONE));
    grants();
    assertThat(service.listings).hasSize(1);
  }

  @Test
  void whether_a_grant_is_below_a_path_is_answered_from_known_grants() {
    service.grant("alice", WRITE, S3Path.prefix("b", "a/b/c/"));
    grants();
    CompletableFuture<Boolean> below = application.hasGrantBelow(S3Path.prefix("b", "a/"));
    CompletableFuture<Boolean> not = application.hasGrantBelow(S3Path.prefix("b", "a/b/d/"));
    executor.runAll();
    assertThat(below.join()).isTrue();
    assertThat(not.join()).isFalse();
    assertThat(service.listings).hasSize(1);
  }
}
