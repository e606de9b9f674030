package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static io.github.s3agrants.access.Permission.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.CopySource;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testing.TestContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which credentials sign, and why. */
class CredentialVendorTest extends VendingFixture {
  @Test
  void vends_once_for_all_that_a_grant_covers() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);

    assertThat(signer(vendor, ALICE, get("p/1"))).isEqualTo("ASIAp/");
    assertThat(signer(vendor, ALICE, get("p/2"))).isEqualTo("ASIAp/");
    assertThat(signer(vendor, ALICE, list("p/"))).isEqualTo("ASIAp/");
    assertThat(service.vends).containsExactly("READ s3://b/p/1");
    assertThat(service.identified).hasValue(1);
    assertThat(service.located).hasValue(1);
    assertThat(service.regionsAsked).hasValue(0);
    assertThat(service.auditContexts).containsExactly(Optional.of("op"));
  }

  @Test
  void with_an_account_id_nobody_is_asked_who_calls() {
    settings =
        ServiceSettings.builder()
            .region(Optional.of("us-east-1"))
            .accountId(Optional.of("444455556666"))
            .build();
    service.grant("alice", READ, S3Path.bucket("b"));
    CredentialVendor vendor = vendor(noFallback);

    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIA");
    assertThat(service.identified).hasValue(0);
    assertThat(service.located).hasValue(0);

    // Knowing only the access key does not make somebody alice.
    SigningCredentials impostor = SigningCredentials.longTerm("alice", "guessed");
    assertThat(signer(vendor, impostor, get("k"))).isEqualTo("ASIA");
    assertThat(service.vends).hasSize(2);
  }

  @Test
  void a_buckets_region_is_asked_once_where_none_is_set() {
    settings = ServiceSettings.builder().build();
    service.grant("alice", READ, S3Path.bucket("b"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("1"));
    decide(vendor, ALICE, list("x/"));
    assertThat(service.regionsAsked).hasValue(1);
  }

  @Test
  void one_callers_grants_never_sign_for_another() {
    service.grant("alice", READWRITE, S3Path.bucket("b"));
    CredentialVendor vendor = vendor(noFallback);
    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIA");
    assertThat(failure(vendor, BOB, get("k")).kind()).isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIA");

    // Nor with the same access key and another secret: the caller is looked up again.
    SigningCredentials impostor = SigningCredentials.longTerm("alice", "guessed");
    service.failure =
        new AccessGrantsException(AccessGrantsException.Kind.CALLER_CREDENTIALS, "bad signature");
    assertThat(failure(vendor, impostor, get("k")).kind())
        .isEqualTo(AccessGrantsException.Kind.CALLER_CREDENTIALS);
  }

  @Test
  void a_refusal_is_remembered_for_its_time_and_an_outage_is_not() {
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < 5; i++) {
      assertThat(failure(vendor, ALICE, get("k")).kind())
          .isEqualTo(AccessGrantsException.Kind.DENIED);
    }
    assertThat(service.vends).hasSize(1);
    clock.advance(Duration.ofMinutes(1));
    failure(vendor, ALICE, get("k"));
    assertThat(service.vends).hasSize(2);

    service.failure = new AccessGrantsException(AccessGrantsException.Kind.UNAVAILABLE, "down");
    assertThat(failure(vendor, ALICE, get("other")).kind())
        .isEqualTo(AccessGrantsException.Kind.UNAVAILABLE);
    service.failure = null;
    service.grant("alice", READ, S3Path.object("b", "other"));
    assertThat(signer(vendor, ALICE, get("other"))).isEqualTo("ASIAother");
  }

  @Test
  void a_failure_to_find_the_caller_or_the_instance_is_not_remembered() {
    service.grant("alice", READ, S3Path.bucket("b"));
    CredentialVendor vendor = vendor(noFallback);
    service.failure = new AccessGrantsException(AccessGrantsException.Kind.NO_INSTANCE, "none yet");
    VendingException e = failure(vendor, ALICE, get("k"));
    assertThat(e.kind()).isEqualTo(AccessGrantsException.Kind.NO_INSTANCE);
    service.failure = null;
    assertThat(signer(vendor, ALICE, get("k"))).isEqualTo("ASIA");
  }

  @ParameterizedTest
  @EnumSource(AccessGrantsException.Kind.class)
  void without_fallback_no_failure_leads_to_base_credentials(AccessGrantsException.Kind kind) {
    CredentialVendor vendor = knowing(vendor(noFallback));
    service.failure = new AccessGrantsException(kind, "no");
    assertThat(failure(vendor, ALICE, get("k")).kind()).isEqualTo(kind);
    assertThat(failure(vendor, ALICE, put("k")).kind()).isEqualTo(kind);
    assertThat(engine.statistics().getFallbacks()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(AccessGrantsException.Kind.class)
  void with_fallback_every_failure_does_and_is_counted_by_its_reason(
      AccessGrantsException.Kind kind) {
    CredentialVendor vendor = knowing(vendor(withFallback));
    service.failure = new AccessGrantsException(kind, "no");
    assertThat(decide(vendor, ALICE, get("k")).kind()).isEqualTo(Decision.Kind.BASE);
    assertThat(decide(vendor, ALICE, put("k")).kind()).isEqualTo(Decision.Kind.BASE);
    assertThat(engine.statistics().getFallbacks()).isEqualTo(Map.of(kind.name(), 2L));
  }

  /**
   * A vendor that knows the caller and the instance. A refused look-up of these is another failure.
   */
  private CredentialVendor knowing(CredentialVendor vendor) {
    service.grant("alice", READ, S3Path.object("b", "known"));
    decide(vendor, ALICE, get("known"));
    return vendor;
  }

  @Test
  void whoever_may_not_ask_who_they_are_has_not_been_refused_a_grant() {
    service.failure = new AccessGrantsException(Kind.DENIED, "AccessDenied");
    VendingException e = failure(vendor(noFallback), ALICE, get("k"));
    assertThat(e.kind()).isEqualTo(Kind.NOT_AUTHORIZED);
    assertThat(e.owner()).isEmpty();
  }

  @Test
  void unsupported_operations_go_out_on_base_credentials_and_are_counted() {
    CredentialVendor vendor = vendor(noFallback);
    assertThat(vendor.unsupported("ListBuckets", BaseIdentity.of(ALICE, null)).join().kind())
        .isEqualTo(Decision.Kind.BASE);
    assertThat(engine.statistics().getFallbacks()).isEqualTo(Map.of("UNSUPPORTED_OPERATION", 1L));
    assertThat(service.vends).isEmpty();
  }

  @Test
  void what_no_grant_can_cover_is_refused_without_asking_and_falls_back_with_fallback() {
    UngrantableException acrossBuckets =
        assertThrows(
            UngrantableException.class,
            () -> Access.copy("CopyObject", CopySource.of("a", "k", null), "b", "k"));
    BaseIdentity alice = BaseIdentity.of(ALICE, null);
    assertThat(vendor(noFallback).ungrantable(acrossBuckets, alice))
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .havingCause()
        .isInstanceOfSatisfying(
            VendingException.class,
            e -> assertThat(e.kind()).isEqualTo(AccessGrantsException.Kind.BAD_REQUEST));
    assertThat(vendor(withFallback).ungrantable(acrossBuckets, alice).join().kind())
        .isEqualTo(Decision.Kind.BASE);
    assertThat(service.vends).isEmpty();
  }

  /** No refusal says that the caller may not overwrite the object. */
  @Test
  void a_role_that_cannot_be_assumed_is_no_reason_to_take_an_object_for_missing() {
    service.grant("alice", READ, S3Path.prefix("b", "d/"));
    CredentialVendor vendor = vendor(noFallback);
    assertThat(decide(vendor, ALICE, head("d")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    clock.advance(Duration.ofMinutes(1));
    for (String either : new String[] {"WRITE s3://b/d", "READ s3://b/d"}) {
      for (Kind kind : new Kind[] {Kind.LOCATION_ROLE, Kind.NOT_AUTHORIZED}) {
        clock.advance(Duration.ofMinutes(1));
        service.failures.put(either, new AccessGrantsException(kind, "no"));
        assertThat(failure(vendor, ALICE, head("d")).kind()).isEqualTo(kind);
        service.failures.clear();
      }
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(decide(vendor, ALICE, head("d")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
  }

  @Test
  void anonymous_callers_are_refused() {
    assertThat(failure(vendor(noFallback), SigningCredentials.anonymous(), get("k")).kind())
        .isEqualTo(AccessGrantsException.Kind.CALLER_CREDENTIALS);
  }

  @Test
  void a_head_of_a_granted_directorys_name_is_not_found() {
    service.grant("alice", READ, S3Path.prefix("b", "d/"));
    CredentialVendor vendor = vendor(noFallback);
    assertThat(decide(vendor, ALICE, head("d")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    int calls = service.vends.size();
    assertThat(decide(vendor, ALICE, head("d")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    assertThat(service.vends).hasSize(calls);

    assertThat(failure(vendor, ALICE, get("d")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, put("d")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, head("e")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  @Test
  void an_object_that_may_be_written_is_never_taken_for_missing() {
    service.grant("alice", READ, S3Path.prefix("b", "d/"));
    service.grant("alice", WRITE, S3Path.bucket("b"));
    assertThat(failure(vendor(noFallback), ALICE, head("d")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  @Test
  void a_directory_that_may_only_be_written_is_not_probed() {
    service.grant("alice", WRITE, S3Path.prefix("b", "d/"));
    assertThat(failure(vendor(noFallback), ALICE, head("d")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  @Test
  void in_its_own_walk_s3a_finds_nothing_above_a_grant() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "t/a/"));
    context = new TestContext(true, true);
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, put("t/a/f"));
    for (int i = 0; i < 3; i++) {
      assertThat(decide(vendor, ALICE, head("t/a")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
      assertThat(decide(vendor, ALICE, probe("t/")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
      assertThat(decide(vendor, ALICE, head("t")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    }
    assertThat(service.vends)
        .containsExactly(
            "READWRITE s3://b/t/a/f",
            "READ s3://b/t/a",
            "WRITE s3://b/t/a",
            "READ s3://b/t/*",
            "WRITE s3://b/t",
            "READ s3://b/t");
    assertThat(service.listings).isEmpty();

    // Neither paths beside it nor requests for the directory itself are.
    assertThat(failure(vendor, ALICE, probe("t/b/")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, head("t/ab")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, list("t/")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, get("t")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, put("t")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    context = new TestContext(true, false);
    assertThat(failure(vendor, ALICE, probe("t/")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, head("t")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  @Test
  void grants_that_nothing_was_vended_for_yet_are_found_by_listing_them_once() {
    service.grant("alice", WRITE, S3Path.prefix("b", "t/a/"));
    context = new TestContext(false, true);
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < 3; i++) {
      assertThat(decide(vendor, ALICE, probe("t/")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
      assertThat(failure(vendor, ALICE, probe("u/")).kind())
          .isEqualTo(AccessGrantsException.Kind.DENIED);
    }
    assertThat(service.listings).containsExactly("s3://b/t/*", "s3://b/u/*");

    service.revokeAll();
    clock.advance(Duration.ofMinutes(1));
    assertThat(failure(vendor, ALICE, probe("t/")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  @Test
  void who_may_not_list_his_grants_has_none_until_one_is_vended() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "t/a/"));
    service.mayList = false;
    context = new TestContext(false, true);
    CredentialVendor vendor = vendor(noFallback);
    assertThat(failure(vendor, ALICE, probe("t/")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    decide(vendor, ALICE, get("t/a/f"));
    assertThat(decide(vendor, ALICE, probe("t/")).kind()).isEqualTo(Decision.Kind.NOT_FOUND);
    assertThat(failure(vendor, BOB, probe("t/")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  @Test
  void an_ancestor_that_may_be_written_is_never_taken_for_missing() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "t/a/"));
    service.grant("alice", WRITE, S3Path.object("b", "t"));
    context = new TestContext(true, true);
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, put("t/a/f"));
    assertThat(failure(vendor, ALICE, head("t")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(failure(vendor, ALICE, probe("t/")).kind())
        .isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  @Test
  void with_fallback_or_without_probes_the_head_is_not_answered_here() {
    service.grant("alice", READ, S3Path.prefix("b", "d/"));
    assertThat(decide(vendor(withFallback), ALICE, head("d")).kind()).isEqualTo(Decision.Kind.BASE);
    CredentialVendor off =
        engine.vendor(settings, new VendingPolicy(false, Duration.ofMinutes(1), false));
    assertThat(failure(off, ALICE, head("d")).kind()).isEqualTo(AccessGrantsException.Kind.DENIED);
  }

  @Test
  void an_outage_during_the_probe_is_an_outage() {
    CredentialVendor vendor = vendor(noFallback);
    failure(vendor, ALICE, head("d"));
    service.failure = new AccessGrantsException(AccessGrantsException.Kind.UNAVAILABLE, "down");
    service.grant("alice", READ, S3Path.prefix("b", "x/"));
    CompletableFuture<Decision> decision = ask(vendor, ALICE, head("x"));
    executor.runAll();
    assertThat(decision).isCompletedExceptionally();
  }

  @Test
  void credentials_that_have_expired_on_arrival_are_not_used() {
    service.grant("alice", READ, S3Path.bucket("b"));
    service.life = Duration.ofSeconds(-1);
    VendingException useless = failure(vendor(noFallback), ALICE, get("k"));
    assertThat(useless.kind()).isEqualTo(AccessGrantsException.Kind.BAD_RESPONSE);
    assertThat(useless.instance()).isPresent();
  }

  @Test
  void a_write_asks_for_readwrite_first_so_that_two_calls_serve_a_readwrite_grant() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    decide(vendor, ALICE, put("p/1"));
    decide(vendor, ALICE, list("p/"));
    assertThat(service.vends).containsExactly("READ s3://b/p/1", "READWRITE s3://b/p/1");
  }

  @Test
  void a_read_that_is_part_of_a_write_asks_for_readwrite_first_so_that_one_call_serves_all() {
    service.grant("alice", READWRITE, S3Path.prefix("b", "p/"));
    context = new TestContext(true);
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, list("p/f/"));
    decide(vendor, ALICE, put("p/f"));
    decide(vendor, ALICE, get("p/f"));
    assertThat(service.vends).containsExactly("READWRITE s3://b/p/f/*");
  }

  @Test
  void separate_grants_to_read_and_to_write_work_and_the_refusal_is_remembered() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    service.grant("alice", WRITE, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    for (int i = 0; i < 5; i++) {
      decide(vendor, ALICE, put("p/f"));
      decide(vendor, ALICE, get("p/f"));
    }
    assertThat(service.vends)
        .containsExactly("READWRITE s3://b/p/f", "WRITE s3://b/p/f", "READ s3://b/p/f");
  }

  @Test
  void with_minimal_privilege_no_more_is_asked_for_than_is_needed() {
    settings =
        ServiceSettings.builder()
            .region(Optional.of("us-east-1"))
            .privilege(Privilege.MINIMAL)
            .build();
    service.grant("alice", READWRITE, S3Path.prefix("b", "p/"));
    context = new TestContext(true);
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, list("p/f/"));
    decide(vendor, ALICE, put("p/f"));
    assertThat(service.vends).containsExactly("READ s3://b/p/f/*", "WRITE s3://b/p/f");
  }

  @Test
  void statistics_count_what_happened() {
    service.grant("alice", READ, S3Path.prefix("b", "p/"));
    CredentialVendor vendor = vendor(noFallback);
    decide(vendor, ALICE, get("p/1"));
    decide(vendor, ALICE, get("p/2"));
    decide(vendor, ALICE, get("p/3"));
    failure(vendor, ALICE, get("q"));
    service.failure = new AccessGrantsException(AccessGrantsException.Kind.UNAVAILABLE, "down");
    failure(vendor, ALICE, get("r"));
    Statistics statistics = engine.statistics();
    assertThat(statistics.getHits()).isEqualTo(2);
    assertThat(statistics.getMisses()).isEqualTo(3);
    assertThat(statistics.getVends()).isEqualTo(1);
    assertThat(statistics.getDenials()).isEqualTo(1);
    assertThat(statistics.getVendFailures()).isEqualTo(1);
    assertThat(statistics.getRenewals()).isZero();
    assertThat(statistics.getLiveCredentials()).isEqualTo(1);
    assertThat(statistics.getMeanVendMillis()).isZero();
  }
}
