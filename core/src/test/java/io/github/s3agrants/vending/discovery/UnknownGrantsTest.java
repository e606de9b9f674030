package io.github.s3agrants.vending.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
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
  private boolean eventsFail;
  private final GrantDirectory directory = new GrantDirectory(clock, new Events());

  private final class Events implements DiscoveryEvents {
    private void fail() {
      if (eventsFail) {
        throw new OutOfMemoryError("made up");
      }
    }

    @Override
    public void read(int count) {
      fail();
    }

    @Override
    public void failed(AccessGrantsException failure) {
      fail();
    }

    @Override
    public void tooMany(int limit) {
      fail();
    }
  }

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

  /** Invariant 8. */
  @Test
  void whatever_is_thrown_at_the_end_of_a_reading_nobody_waits_for_ever() {
    eventsFail = true;
    CompletableFuture<Optional<KnownGrants>> first = grants();
    CompletableFuture<Optional<KnownGrants>> second = grants();
    pages.get(0).complete(page("p/"));
    assertThat(first).isCompletedWithValue(Optional.empty());
    assertThat(second).isCompletedWithValue(Optional.empty());
    eventsFail = false;
    CompletableFuture<Optional<KnownGrants>> later = grants();
    pages.get(1).complete(page("p/"));
    assertThat(later.join()).isPresent();
  }
}
