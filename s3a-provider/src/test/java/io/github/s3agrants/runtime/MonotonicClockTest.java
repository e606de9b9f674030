package io.github.s3agrants.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.DenialCache;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** {@link MonotonicClock} follows its ticker and ignores changes of the wall clock. */
class MonotonicClockTest {
  private static final Duration TTL = Duration.ofMinutes(1);

  private final ManualClock wall = new ManualClock();
  private final AtomicLong ticker = new AtomicLong(-5);
  private final Clock clock = new MonotonicClock(wall.instant(), ticker::get);

  @Test
  void starts_at_the_time_given_and_runs_by_its_ticker() {
    long start = wall.millis();
    assertThat(clock.millis()).isEqualTo(start);
    assertThat(clock.instant()).isEqualTo(wall.instant());
    pass(Duration.ofMillis(1500));
    assertThat(clock.millis()).isEqualTo(start + 1500);
    assertThat(clock.instant()).isEqualTo(wall.instant());
    ticker.addAndGet(1);
    assertThat(clock.instant()).isEqualTo(wall.instant().plusNanos(1));
  }

  @Test
  void a_wall_clock_that_is_set_changes_nothing() {
    long start = clock.millis();
    for (int hours : new int[] {-2, 5}) {
      wall.advance(Duration.ofHours(hours));
      assertThat(clock.millis()).isEqualTo(start);
    }
  }

  @Test
  void a_ticker_may_overflow() {
    AtomicLong late = new AtomicLong(Long.MAX_VALUE - 1_000_000);
    Clock steady = new MonotonicClock(wall.instant(), late::get);
    late.addAndGet(3_000_000);
    assertThat(steady.millis()).isEqualTo(wall.millis() + 3);
    assertThat(steady.instant()).isEqualTo(wall.instant().plusMillis(3));
  }

  @Test
  void the_systems_one_is_set_by_the_wall_clock() {
    Clock now = MonotonicClock.setByWallClock();
    assertThat(Duration.between(now.instant(), Clock.systemUTC().instant()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void it_is_in_utc_whatever_zone_is_asked_for() {
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    assertThat(clock.withZone(ZoneOffset.ofHours(2))).isSameAs(clock);
  }

  @Test
  void a_refusal_lives_as_long_as_it_shall_whatever_the_wall_clock_shows() throws Exception {
    var owner = TestCredentials.owner("alice");
    var access = TestCredentials.access(S3Path.object("b", "k"), Permission.READ);
    DenialCache denials = new DenialCache(clock);
    denials.put(owner, access, new AccessGrantsException(Kind.DENIED, "no"), TTL);
    wall.advance(Duration.ofHours(2));
    assertThat(denials.find(owner, access, TTL)).isPresent();
    wall.advance(Duration.ofHours(-4));
    pass(TTL.minusMillis(1));
    assertThat(denials.find(owner, access, TTL)).isPresent();
    pass(Duration.ofMillis(1));
    assertThat(denials.find(owner, access, TTL)).isEmpty();
  }

  /** Moves the ticker and the wall clock. */
  private void pass(Duration time) {
    ticker.addAndGet(time.toNanos());
    wall.advance(time);
  }
}
