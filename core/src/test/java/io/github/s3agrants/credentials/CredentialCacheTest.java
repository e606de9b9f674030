package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testing.TestAccess;
import io.github.s3agrants.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CredentialCacheTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private static final S3Path SCOPE_OF_OTHERS = S3Path.prefix("b", "others/");

  private final CredentialCache cache = new CredentialCache(100, clock, () -> 0, new Usage());
  private final CacheOwner alice = TestCredentials.owner("alice");

  @Test
  void gives_what_covers_the_path_and_permission() throws Exception {
    CachedCredentials vended = put(alice, S3Path.prefix("b", "p/"), Permission.READ);
    assertThat(cache.find(alice, get("p/k"))).isSameAs(vended);
    assertThat(cache.find(alice, get("q/k"))).isNull();
    assertThat(cache.find(alice, write("p/k"))).isNull();
  }

  @Test
  void readwrite_serves_both_and_neither_serves_it() throws Exception {
    CachedCredentials both = put(alice, S3Path.prefix("b", "p/"), Permission.READWRITE);
    assertThat(cache.find(alice, get("p/k"))).isSameAs(both);
    assertThat(cache.find(alice, write("p/k"))).isSameAs(both);

    put(alice, S3Path.prefix("b", "q/"), Permission.READ);
    put(alice, S3Path.prefix("b", "q/"), Permission.WRITE);
    assertThat(cache.find(alice, get("q/k").with(Permission.READWRITE))).isNull();
  }

  @Test
  void what_one_owner_has_no_other_finds() throws Exception {
    put(alice, S3Path.bucket("b"), Permission.READWRITE);
    ServiceSettings.Builder settings = ServiceSettings.builder().region(Optional.of("us-east-1"));
    for (CacheOwner other :
        new CacheOwner[] {
          TestCredentials.owner("bob"),
          TestCredentials.owner("alice", settings.user("another")),
          TestCredentials.owner("alice", settings.user("").privilege(Privilege.MINIMAL)),
          TestCredentials.owner(
              "alice",
              settings
                  .privilege(Privilege.DEFAULT)
                  .endpoint(Optional.of(URI.create("http://127.0.0.1:1")))),
          new CacheOwner(alice.settings(), Caller.unidentified("AKIA1", "f1")),
        }) {
      assertThat(cache.find(other, get("k"))).isNull();
    }
    assertThat(cache.find(TestCredentials.owner("alice"), get("k"))).isNotNull();
  }

  @Test
  void nothing_is_given_past_its_time() throws Exception {
    put(alice, S3Path.bucket("b"), Permission.READ);
    clock.advance(Duration.ofMinutes(59));
    assertThat(cache.find(alice, get("k"))).isNotNull();
    clock.advance(Duration.ofMinutes(1));
    assertThat(cache.find(alice, get("k"))).isNull();
    assertThat(cache.size()).isZero();
  }

  @Test
  void newer_credentials_live_their_own_life() throws Exception {
    put(alice, S3Path.bucket("b"), Permission.READ);
    clock.advance(Duration.ofMinutes(50));
    CachedCredentials newer = put(alice, S3Path.bucket("b"), Permission.READ);
    clock.advance(Duration.ofMinutes(50));
    assertThat(cache.find(alice, get("k"))).isSameAs(newer);
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void a_shorter_scope_serves_after_a_longer_one_has_gone() throws Exception {
    CachedCredentials wide = put(alice, S3Path.bucket("b"), Permission.READ);
    put(alice, S3Path.prefix("b", "p/"), Permission.READ, Duration.ofMinutes(20));
    clock.advance(Duration.ofMinutes(30));
    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.find(alice, get("p/k"))).isSameAs(wide);
  }

  @Test
  void keeps_no_more_than_its_bound_and_what_it_dropped_is_not_found() throws Exception {
    for (int i = 0; i < 1000; i++) {
      put(alice, S3Path.object("b", "k" + i), Permission.READ);
    }
    assertThat(cache.size()).isLessThanOrEqualTo(100);
    int found = 0;
    for (int i = 0; i < 1000; i++) {
      found += cache.find(alice, get("k" + i)) != null ? 1 : 0;
    }
    assertThat(found).isEqualTo((int) cache.size());
  }

  @Test
  void grows_to_the_largest_bound_that_is_asked_for() throws Exception {
    cache.growTo(300);
    cache.growTo(10);
    for (int i = 0; i < 250; i++) {
      put(alice, S3Path.object("b", "k" + i), Permission.READ);
    }
    assertThat(cache.size()).isEqualTo(250);
  }

  @Test
  void what_is_dropped_is_gone_and_what_took_its_place_stays() throws Exception {
    CachedCredentials first = put(alice, S3Path.bucket("b"), Permission.READ);
    CachedCredentials second = put(alice, S3Path.bucket("b"), Permission.READ);
    cache.drop(first);
    assertThat(cache.find(alice, get("k"))).isSameAs(second);
    cache.drop(second);
    assertThat(cache.find(alice, get("k"))).isNull();
    assertThat(cache.size()).isZero();
  }

  @Test
  void credentials_below_a_path_count_while_they_live_whatever_they_permit() {
    S3Path p = S3Path.object("b", "p");
    assertThat(cache.hasCredentialsBelow(alice, p)).isFalse();
    put(alice, S3Path.prefix("b", "p/q/"), Permission.WRITE);
    put(alice, S3Path.prefix("b", "r/"), Permission.READ);
    assertThat(cache.hasCredentialsBelow(alice, p)).isTrue();
    assertThat(cache.hasCredentialsBelow(alice, S3Path.object("b", "r"))).isTrue();
    assertThat(cache.hasCredentialsBelow(alice, S3Path.object("b", "s"))).isFalse();
    assertThat(cache.hasCredentialsBelow(alice, S3Path.object("c", "p"))).isFalse();
    assertThat(cache.hasCredentialsBelow(TestCredentials.owner("bob"), p)).isFalse();
    clock.advance(HOUR.minusSeconds(10).minusMillis(1));
    assertThat(cache.hasCredentialsBelow(alice, p)).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(cache.hasCredentialsBelow(alice, p)).isFalse();
  }

  @Test
  void what_is_older_is_dropped_whatever_it_permits_and_the_rest_stays() throws Exception {
    S3Path scope = S3Path.prefix("b", "p/");
    CachedCredentials read = put(alice, scope, Permission.READ);
    put(alice, scope, Permission.WRITE);
    CachedCredentials elsewhere = put(alice, S3Path.prefix("b", "q/"), Permission.READ);
    cache.dropOlder(read, clock.millis());
    assertThat(cache.find(alice, get("p/k"))).isSameAs(read);
    clock.advance(Duration.ofMillis(1));
    CachedCredentials both = put(alice, scope, Permission.READWRITE);
    cache.dropOlder(read, clock.millis());
    assertThat(cache.find(alice, get("p/k"))).isSameAs(both);
    assertThat(cache.find(alice, write("p/k"))).isSameAs(both);
    assertThat(cache.find(alice, get("q/k"))).isSameAs(elsewhere);
    assertThat(cache.size()).isEqualTo(2);
  }

  /** Each of the others is put twice, so it counts for more than what was put once and not used. */
  @Test
  void what_is_in_use_stays_when_others_must_go() throws Exception {
    CachedCredentials used = put(alice, S3Path.object("b", "used"), Permission.READ);
    put(alice, S3Path.object("b", "unused"), Permission.READ);
    for (int i = 0; i < 98; i++) {
      put(alice, S3Path.object("b", "k" + i), Permission.READ);
    }
    for (int second = 0; second < 12; second++) {
      clock.advance(Duration.ofSeconds(1));
      assertThat(cache.find(alice, get("used"))).isSameAs(used);
    }
    for (int i = 0; i < 300; i++) {
      put(alice, S3Path.object("b", "new" + i), Permission.READ);
      put(alice, S3Path.object("b", "new" + i), Permission.READ);
    }
    assertThat(cache.find(alice, get("used"))).isSameAs(used);
    assertThat(cache.find(alice, get("unused"))).isNull();
  }

  @Test
  void keeps_what_it_was_asked_for_with() {
    Access asked = TestCredentials.get("b", "p/k");
    VendedCredentials vended =
        TestCredentials.vended(S3Path.prefix("b", "p/"), Permission.READ, clock, HOUR);
    CachedCredentials cached = cache.put(alice, vended, asked);
    assertThat(cached.asked()).isSameAs(asked);
    assertThat(cached.credentials()).isSameAs(vended);
  }

  @Test
  void a_renewal_that_failed_is_tried_again_after_a_fiftieth_of_the_life_within_bounds() {
    assertThat(retriedAfter(Duration.ofHours(1))).isEqualTo(Duration.ofSeconds(10));
    assertThat(retriedAfter(Duration.ofSeconds(450))).isEqualTo(Duration.ofSeconds(9));
    assertThat(retriedAfter(Duration.ofSeconds(10))).isEqualTo(Duration.ofMillis(200));
    assertThat(retriedAfter(Duration.ofSeconds(1))).isEqualTo(Duration.ofMillis(100));
  }

  private Duration retriedAfter(Duration life) {
    CachedCredentials cached = put(alice, S3Path.bucket("b"), Permission.READ, life);
    // The renewal is due.
    clock.advance(life.multipliedBy(2).dividedBy(3));
    cached.renewLater(clock.millis());
    long millis = 0;
    while (millis < life.toMillis() && !cached.claimRenewal(clock.millis() + millis)) {
      millis++;
    }
    return Duration.ofMillis(millis);
  }

  @Test
  void renewal_is_due_in_the_third_quarter_of_the_life_for_one_caller_alone() {
    CredentialCache late = new CredentialCache(100, clock, () -> 1, new Usage());
    CachedCredentials early = put(alice, S3Path.bucket("b"), Permission.READ);
    VendedCredentials vended =
        TestCredentials.vended(S3Path.bucket("b"), Permission.READ, clock, HOUR);
    CachedCredentials last =
        late.put(alice, vended, TestCredentials.access(S3Path.bucket("b"), Permission.READ));

    clock.advance(Duration.ofMinutes(32));
    assertThat(early.claimRenewal(clock.millis())).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(early.claimRenewal(clock.millis())).isTrue();
    assertThat(early.claimRenewal(clock.millis())).isFalse();
    assertThat(last.claimRenewal(clock.millis())).isFalse();
    clock.advance(Duration.ofMinutes(6));
    assertThat(last.claimRenewal(clock.millis())).isTrue();

    early.renewLater(clock.millis());
    assertThat(early.claimRenewal(clock.millis())).isFalse();
    clock.advance(Duration.ofSeconds(10));
    assertThat(early.claimRenewal(clock.millis())).isTrue();
  }

  @Test
  void the_first_use_in_each_second_is_made_known() {
    CachedCredentials cached = put(alice, S3Path.bucket("b"), Permission.READ);
    assertThat(cached.claimUse(clock.millis())).isTrue();
    clock.advance(Duration.ofMillis(999));
    assertThat(cached.claimUse(clock.millis())).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(cached.claimUse(clock.millis())).isTrue();
    // A clock may be set back.
    clock.advance(Duration.ofMinutes(-5));
    assertThat(cached.claimUse(clock.millis())).isTrue();
  }

  @Test
  void clear_forgets_everything() throws Exception {
    put(alice, S3Path.bucket("b"), Permission.READ);
    cache.clear();
    assertThat(cache.find(alice, get("k"))).isNull();
  }

  private CachedCredentials put(CacheOwner owner, S3Path scope, Permission permission) {
    return put(owner, scope, permission, HOUR);
  }

  private CachedCredentials put(
      CacheOwner owner, S3Path scope, Permission permission, Duration life) {
    return cache.put(
        owner,
        TestCredentials.vended(scope, permission, clock, life),
        TestCredentials.access(scope, permission));
  }

  private static Access get(String key) {
    return TestAccess.get("b", key);
  }

  private static Access write(String key) {
    return TestAccess.put("b", key);
  }

  private VendedCredentials vendedNow(String accessKey) {
    return TestCredentials.vended(
        accessKey, SCOPE_OF_OTHERS, Permission.READ, clock, Duration.ofHours(1));
  }

  private void putNewer(VendedCredentials vended) {
    cache.putNewer(
        TestCredentials.owner("alice"),
        vended,
        TestCredentials.access(SCOPE_OF_OTHERS, Permission.READ));
  }

  private CachedCredentials others() {
    return requireNonNull(
        cache.find(
            TestCredentials.owner("alice"),
            TestCredentials.access(SCOPE_OF_OTHERS, Permission.READ)));
  }

  /** A copy of them would be due again at once, however often it has been renewed. */
  @Test
  void what_comes_unasked_takes_the_place_of_older_credentials_only() {
    VendedCredentials old = vendedNow("ASIA1");
    clock.advance(Duration.ofSeconds(1));
    putNewer(vendedNow("ASIA2"));
    CachedCredentials first = others();
    clock.advance(Duration.ofSeconds(1));
    putNewer(vendedNow("ASIA2"));
    assertThat(others()).isSameAs(first);
    putNewer(old);
    assertThat(others()).isSameAs(first);
    putNewer(vendedNow("ASIA3"));
    assertThat(others().hasAccessKey("ASIA3")).isTrue();
  }
}
