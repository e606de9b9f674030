package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.testing.CapturedLog;
import org.junit.jupiter.api.Test;

class DiscoveryLogTest {
  private final Statistics statistics = new Statistics(() -> 0);
  private final DiscoveryLog events = new DiscoveryLog(statistics);

  @Test
  void failures_are_counted_and_only_the_limit_warns_once() {
    try (CapturedLog log = new CapturedLog()) {
      for (int i = 0; i < 3; i++) {
        events.failed(new AccessGrantsException(Kind.NOT_AUTHORIZED, "no"));
        events.failed(new AccessGrantsException(Kind.THROTTLED, "slow down"));
        events.tooMany(10_000);
        events.failed(new AccessGrantsException(Kind.CLOSED, "over"));
      }
      // What costs a few calls is no warning; a limit that the user may set is one.
      assertThat(log.linesOf(DiscoveryLog.class))
          .singleElement()
          .asString()
          .contains("WARN", "10000", "grants.limit");
    }
    assertThat(statistics.getGrantListingFailures()).isEqualTo(9);
    assertThat(statistics.getGrantListings()).isZero();
  }

  @Test
  void readings_are_counted() {
    events.read(7);
    events.read(7);
    assertThat(statistics.getGrantListings()).isEqualTo(2);
    assertThat(statistics.getGrantListingFailures()).isZero();
  }
}
