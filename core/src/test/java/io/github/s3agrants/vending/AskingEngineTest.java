package io.github.s3agrants.vending;

import static io.github.s3agrants.access.Permission.READ;
import static io.github.s3agrants.access.Permission.READWRITE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testing.TestContext;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.discovery.Discovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An engine that gets its credentials from another process calls no service and has no keys. */
class AskingEngineTest {
  private static final S3Path SCOPE = S3Path.prefix("b", "p/");

  private final ManualClock clock = new ManualClock();
  private final Elsewhere elsewhere = new Elsewhere();
  private final FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
  private final VendingEngine engine =
      VendingEngine.asking(elsewhere, services, Runnable::run, clock, 100, () -> 0);
  private final ServiceSettings settings =
      ServiceSettings.builder().region(Optional.of("us-east-1")).followsBucket(true).build();
  private final BaseIdentity marker =
      BaseIdentity.marker("id", "a file system", () -> "this process has none");
  private final CredentialVendor vendor = vendor(false);

  /** The other process. */
  private final class Elsewhere implements GrantsClient {
    final List<String> asked = new ArrayList<>();
    final List<@Nullable CachedCredentials> held = new ArrayList<>();
    final List<CachedCredentials> rejected = new ArrayList<>();
    @Nullable AccessGrantsException failure;
    List<VendedAnswer.Other> others = List.of();
    List<CallerGrant> granted = List.of();
    @Nullable AccessGrantsException unknown;
    int listings;

    @Override
    public CompletableFuture<Caller> caller(ServiceSettings of, String bucket, BaseIdentity base) {
      return CompletableFuture.completedFuture(
          Caller.identified("arn:aws:iam::1:user/app", "id", "111122223333"));
    }

    @Override
    public CompletableFuture<VendedAnswer> vend(
        VendRequest request, @Nullable CachedCredentials present) {
      asked.add(request.access().permission() + " " + request.access().path());
      held.add(present);
      return failure != null
          ? CompletableFuture.failedFuture(failure)
          : CompletableFuture.completedFuture(
              VendedAnswer.of(
                  TestCredentials.vended(
                      "ASIA" + asked.size(),
                      SCOPE,
                      request.access().permission(),
                      clock,
                      Duration.ofHours(1)),
                  others));
    }

    @Override
    public CompletableFuture<Boolean> hasGrantBelow(VendRequest request, S3Path path) {
      return CompletableFuture.completedFuture(false);
    }

    @Override
    public CompletableFuture<GrantPage> callerGrants(VendRequest request, Optional<String> token) {
      listings++;
      return unknown != null
          ? CompletableFuture.failedFuture(unknown)
          : CompletableFuture.completedFuture(new GrantPage(granted, Optional.empty()));
    }

    @Override
    public void rejected(CachedCredentials cached) {
      rejected.add(cached);
    }

    @Override
    public boolean leavesRegionsToEngine() {
      return false;
    }
  }

  private CredentialVendor vendor(boolean fallback) {
    return engine.vendor(settings, new VendingPolicy(fallback, Duration.ofMinutes(1), true));
  }

  private Decision decide(CredentialVendor of, String key) {
    var access = TestAccess.get("b", key);
    Decision now = of.decideNow(access, marker, new TestContext(false));
    return now != null ? now : of.decide(access, marker, new TestContext(false)).join();
  }

  private static VendingException failure(CompletableFuture<Decision> decision) {
    return assertInstanceOf(
        VendingException.class, assertThrows(CompletionException.class, decision::join).getCause());
  }

  private static String key(Decision decision) {
    return requireNonNull(decision.credentials()).signing().accessKeyId();
  }

  @Test
  void one_question_serves_all_requests_under_a_grant_and_no_service_is_called() {
    engine.prepare(settings).join();
    for (int i = 0; i < 100; i++) {
      assertThat(key(decide(vendor, "p/" + i))).isEqualTo("ASIA1");
    }
    assertThat(elsewhere.asked).hasSize(1);
    assertThat(services.vends).isEmpty();
    assertThat(services.identified()).isZero();
    assertThat(services.located()).isZero();
    assertThat(services.regionsAsked).hasValue(0);
    assertThat(services.prepared).isEmpty();
  }

  @Test
  void a_renewal_says_which_credentials_are_held() {
    decide(vendor, "p/1");
    clock.advance(Duration.ofMinutes(40));
    decide(vendor, "p/1");
    assertThat(key(decide(vendor, "p/1"))).isEqualTo("ASIA2");
    assertThat(elsewhere.held).hasSize(2);
    assertThat(elsewhere.held.get(0)).isNull();
    assertThat(requireNonNull(elsewhere.held.get(1)).hasAccessKey("ASIA1")).isTrue();
  }

  @Test
  void copies_of_one_process_are_due_together_and_those_of_another_at_another_time() {
    assertThat(due(0, 0)).isEqualTo(Duration.ofMinutes(33));
    assertThat(due(1, 1)).isEqualTo(Duration.ofMinutes(51));
    Duration first = due(0.5, 0);
    Duration last = due(0.5, 1);
    assertThat(first).isBetween(Duration.ofMinutes(41), Duration.ofMinutes(42));
    assertThat(last.minus(first)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
  }

  /**
   * When a process renews credentials that live an hour.
   *
   * @param process the chance of the process
   * @param chance that of the credentials
   */
  private Duration due(double process, double chance) {
    double[] next = {process};
    VendingEngine other =
        VendingEngine.asking(elsewhere, services, Runnable::run, clock, 100, () -> next[0]);
    next[0] = chance;
    CredentialVendor of =
        other.vendor(settings, new VendingPolicy(false, Duration.ofMinutes(1), true));
    decide(of, "p/1");
    int asked = elsewhere.asked.size();
    Duration passed = Duration.ZERO;
    while (elsewhere.asked.size() == asked) {
      passed = passed.plusSeconds(1);
      clock.advance(Duration.ofSeconds(1));
      decide(of, "p/1");
    }
    return passed;
  }

  @Test
  void the_other_process_learns_of_credentials_that_s3_rejected() {
    Decision decision = decide(vendor, "p/1");
    assertThat(vendor.rejected(decision)).isTrue();
    assertThat(elsewhere.rejected).singleElement().matches(cached -> cached.hasAccessKey("ASIA1"));
  }

  @Test
  void others_that_come_along_serve_without_a_question_and_never_replace_newer_ones() {
    S3Path other = S3Path.prefix("b", "q/");
    elsewhere.others =
        List.of(
            new VendedAnswer.Other(
                TestAccess.get("b", "q/0"),
                TestCredentials.vended("ASIAQ", other, READ, clock, Duration.ofHours(1))));
    decide(vendor, "p/1");
    assertThat(key(decide(vendor, "q/1"))).isEqualTo("ASIAQ");
    assertThat(elsewhere.asked).hasSize(1);
    clock.advance(Duration.ofMinutes(40));
    // The renewal of p/ brings the same old credentials of q/ along: they are not taken for new.
    decide(vendor, "p/1");
    assertThat(elsewhere.asked).hasSize(2);
    assertThat(key(decide(vendor, "q/1"))).isEqualTo("ASIAQ");
    assertThat(elsewhere.asked).hasSize(3);
    assertThat(elsewhere.asked.get(2)).isEqualTo("READ s3://b/q/0");
  }

  @Test
  void a_refusal_is_remembered_no_longer_than_in_the_other_process() {
    elsewhere.failure =
        new AccessGrantsException(Kind.DENIED, "no")
            .of(new AccessGrantsInstance("111122223333", "us-east-1"))
            .lasting(Duration.ofSeconds(10));
    assertThat(failure(vendor.decide(TestAccess.get("b", "p/1"), marker, new TestContext(false))))
        .hasMessageContaining("no");
    elsewhere.failure = null;
    clock.advance(Duration.ofSeconds(9));
    assertThat(failure(vendor.decide(TestAccess.get("b", "p/1"), marker, new TestContext(false))))
        .hasMessageContaining("no");
    assertThat(elsewhere.asked).hasSize(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(key(decide(vendor, "p/1"))).isEqualTo("ASIA2");
  }

  private CredentialVendor discovering() {
    return engine.vendor(
        settings,
        new VendingPolicy(
            false, Duration.ofMinutes(1), true, new Discovery(Duration.ofMinutes(5), 1000), false));
  }

  @Test
  void what_the_other_process_says_is_granted_is_asked_for_directly() {
    elsewhere.granted = List.of(new CallerGrant(SCOPE, READWRITE, false));
    CredentialVendor knowing = discovering();
    assertThat(key(decide(knowing, "p/1"))).isEqualTo("ASIA1");
    assertThat(key(decide(knowing, "p/2"))).isEqualTo("ASIA1");
    assertThat(elsewhere.asked).containsExactly("READWRITE s3://b/p/*");
    assertThat(elsewhere.listings).isEqualTo(1);
    assertThat(services.listings).isEmpty();
    assertThat(engine.statistics().getGrantListings()).isEqualTo(1);
  }

  @Test
  void if_the_other_process_does_not_know_it_is_asked_path_by_path_until_it_may_know() {
    elsewhere.unknown =
        new AccessGrantsException(Kind.UNAVAILABLE, "not known").lasting(Duration.ofMinutes(3));
    CredentialVendor knowing = discovering();
    decide(knowing, "p/1");
    assertThat(elsewhere.asked).containsExactly("READ s3://b/p/1");
    assertThat(services.vends).isEmpty();
    elsewhere.unknown = null;
    elsewhere.granted = List.of(new CallerGrant(SCOPE, READWRITE, false));
    clock.advance(Duration.ofMinutes(3).minusMillis(1));
    assertThat(failureOf(knowing, "x").kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(elsewhere.listings).isEqualTo(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(failureOf(knowing, "y").kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(elsewhere.listings).isEqualTo(2);
    assertThat(engine.statistics().getGrantListingFailures()).isEqualTo(1);
  }

  /** The other process answers with credentials of {@link #SCOPE}, which do not cover the key. */
  private VendingException failureOf(CredentialVendor of, String key) {
    return failure(of.decide(TestAccess.get("b", key), marker, new TestContext(false)));
  }

  /** Invariants 1 and 8: the other process may be broken, or not be what it seems. */
  @Test
  void credentials_that_do_not_cover_the_request_never_sign_it() {
    assertThat(
            failure(vendor.decide(TestAccess.get("b", "other/1"), marker, new TestContext(false)))
                .kind())
        .isEqualTo(Kind.BAD_RESPONSE);
  }

  /** Invariant 2: there is nothing else that could sign. */
  @Test
  void without_vended_credentials_nothing_signs_whatever_the_fallback() {
    elsewhere.failure = new AccessGrantsException(Kind.DENIED, "no");
    VendingException denied =
        failure(vendor(true).decide(TestAccess.get("b", "x"), marker, new TestContext(false)));
    assertThat(denied.kind()).isEqualTo(Kind.DENIED);
    VendingException unsupported = failure(vendor(true).unsupported("ListBuckets", marker));
    assertThat(unsupported.kind()).isEqualTo(Kind.NO_BASE_CREDENTIALS);
    assertThat(unsupported).hasMessage("ListBuckets is not part of S3 Access Grants.");
    assertThat(unsupported.credentialsSource()).isEqualTo("this process has none");
    assertThat(engine.statistics().getFallbacks()).isEmpty();
    assertThrows(IllegalStateException.class, () -> Decision.base(marker));
  }

  @Test
  void markers_with_different_ids_are_different_callers() {
    decide(vendor, "p/1");
    BaseIdentity other = BaseIdentity.marker("other", "a file system", () -> "none");
    assertThat(vendor.decideNow(TestAccess.get("b", "p/1"), other, new TestContext(false)))
        .isNull();
    assertThat(SigningCredentials.marker("id")).isEqualTo(SigningCredentials.marker("id"));
    assertThat(SigningCredentials.marker("id")).isNotEqualTo(SigningCredentials.marker("other"));
    assertThat(SigningCredentials.marker("id").isAnonymous()).isFalse();
    assertThat(marker.marked(String.class)).contains("a file system");
    assertThat(marker.marked(Integer.class)).isEmpty();
  }
}
