package io.github.s3agrants.vending.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.Caller;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the directory makes of grants that cannot be known, and how long it does so. */
class UnknownGrantsTest {
  private static final Discovery ON = new Discovery(Duration.ofMinutes(5), 10);
  private static final OwnerBucket OWNER =
      new OwnerBucket(
          new CacheOwner(
              ServiceSettings.builder().build(),
              Caller.identified("arn:aws:iam::1:user/alice", "id", "111122223333")),
          "b");

  private final ManualClock clock = new ManualClock();
  private final List<CompletableFuture<GrantPage>> pages = new ArrayList<>();
  private final GrantDirectory directory =
      new GrantDirectory(
          clock,
          new DiscoveryEvents() {
            @Override
            public void read(int count) {}

            @Override
            public void failed(AccessGrantsException failure) {}

            @Override
            public void tooMany(int limit) {}
          });

  private CompletableFuture<Optional<KnownGrants>> grants() {
    return directory.grants(
        OWNER,
        ON,
        token -> {
          CompletableFuture<GrantPage> page = new CompletableFuture<>();
          pages.add(page);
          return page;
        });
  }

  private static GrantPage page(String... prefixes) {
    List<CallerGrant> grants = new ArrayList<>();
    for (String prefix : prefixes) {
      grants.add(new CallerGrant(S3Path.prefix("b", prefix), Permission.READ, false));
    }
    return new GrantPage(grants, Optional.empty());
  }

  private void fail(AccessGrantsException failure) {
    CompletableFuture<Optional<KnownGrants>> grants = grants();
    pages.get(pages.size() - 1).completeExceptionally(failure);
    assertThat(grants).isCompletedWithValue(Optional.empty());
  }

  private void assertUnknownFor(Duration life) {
    int asked = pages.size();
    assertThat(directory.unknownFor(OWNER, ON)).isEqualTo(life);
    clock.advance(life.minusMillis(1));
    assertThat(grants()).isCompletedWithValue(Optional.empty());
    assertThat(pages).hasSize(asked);
    clock.advance(Duration.ofMillis(1));
    assertThat(directory.unknownFor(OWNER, ON)).isZero();
    assertThat(grants()).isNotDone();
    pages.get(asked).complete(page("p/"));
    assertThat(directory.unknownFor(OWNER, ON)).isZero();
    assertThat(directory.known(OWNER, ON)).isPresent();
  }

  @Test
  void a_refusal_holds_as_long_as_grants_do() {
    fail(new AccessGrantsException(Kind.DENIED, "no"));
    assertUnknownFor(Duration.ofMinutes(5));
  }

  @Test
  void any_other_failure_holds_for_a_minute() {
    fail(new AccessGrantsException(Kind.UNAVAILABLE, "down"));
    assertUnknownFor(Duration.ofMinutes(1));
  }

  @Test
  void a_failure_that_is_remembered_elsewhere_holds_as_long_as_there() {
    AccessGrantsException unknown = new AccessGrantsException(Kind.UNAVAILABLE, "not known");
    fail(unknown.lasting(Duration.ofMinutes(3)));
    assertUnknownFor(Duration.ofMinutes(3));
  }

  @Test
  void a_failure_never_holds_longer_than_grants_do_nor_for_no_time() {
    AccessGrantsException unknown = new AccessGrantsException(Kind.UNAVAILABLE, "not known");
    fail(unknown.lasting(Duration.ofDays(1)));
    assertUnknownFor(Duration.ofMinutes(5));
    clock.advance(Duration.ofMinutes(5));
    fail(unknown.lasting(Duration.ZERO));
    assertUnknownFor(Duration.ofSeconds(10));
  }

  @Test
  void what_is_known_can_be_looked_at_without_having_it_read() {
    assertThat(directory.known(OWNER, ON)).isEmpty();
    assertThat(directory.unknownFor(OWNER, ON)).isZero();
    assertThat(pages).isEmpty();
    CompletableFuture<Optional<KnownGrants>> unused = grants();
    pages.get(0).complete(page("p/", "q/"));
    assertThat(directory.known(OWNER, ON).orElseThrow().size()).isEqualTo(2);
    assertThat(directory.known(OWNER, Discovery.OFF)).isEmpty();
    assertThat(directory.known(OWNER, new Discovery(Duration.ofMinutes(5), 1))).isEmpty();
    clock.advance(Duration.ofMinutes(5));
    assertThat(directory.known(OWNER, ON)).isEmpty();
    assertThat(pages).hasSize(1);
  }
}
