package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When credentials that S3 rejected are replaced, and how often an unclear answer is checked. */
class RejectionsTest {
  private static final S3Path SCOPE = S3Path.prefix("b", "p/");
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  private final ManualClock clock = new ManualClock();
  private final Rejections rejections = new Rejections();

  private CachedCredentials vended(String owner, S3Path scope, Permission permission) {
    return TestCredentials.cached(
        TestCredentials.owner(owner),
        TestCredentials.vended(scope, permission, clock, Duration.ofHours(1)),
        0);
  }

  private CachedCredentials vended() {
    return vended("alice", SCOPE, Permission.READ);
  }

  @Test
  void what_was_vended_until_then_is_of_no_more_use() {
    CachedCredentials first = vended();
    clock.advance(Duration.ofMinutes(5));
    long turnedDown = clock.millis();
    assertThat(rejections.add(first, turnedDown)).hasValue(turnedDown);
    // Credentials that were rejected with them have been replaced already, so the time stays.
    clock.advance(Duration.ofSeconds(3));
    assertThat(rejections.add(first, clock.millis())).hasValue(turnedDown);
    CachedCredentials writes = vended("alice", SCOPE, Permission.WRITE);
    clock.advance(Duration.ofSeconds(3));
    assertThat(rejections.add(writes, clock.millis())).isEmpty();
  }

  @Test
  void what_is_turned_down_in_the_millisecond_of_its_vending_is_no_use_either() {
    assertThat(rejections.add(vended(), clock.millis())).hasValue(clock.millis() + 1);
  }

  @Test
  void what_took_their_place_is_not_replaced_again_within_ten_seconds() {
    CachedCredentials first = vended();
    clock.advance(Duration.ofMinutes(1));
    long turnedDown = clock.millis();
    assertThat(rejections.add(first, turnedDown)).hasValue(turnedDown);
    CachedCredentials second = vended();
    assertThat(rejections.add(second, clock.millis())).isEmpty();
    clock.advance(Duration.ofSeconds(10).minus(MILLISECOND));
    assertThat(rejections.add(second, clock.millis())).isEmpty();
    assertThat(rejections.add(first, clock.millis())).hasValue(turnedDown);
    clock.advance(MILLISECOND);
    assertThat(rejections.add(second, clock.millis())).hasValue(clock.millis());
    CachedCredentials third = vended();
    assertThat(rejections.add(third, clock.millis())).isEmpty();
  }

  @Test
  void other_scopes_and_owners_are_replaced_by_themselves() {
    CachedCredentials first = vended();
    CachedCredentials bobs = vended("bob", SCOPE, Permission.READ);
    CachedCredentials elsewhere = vended("alice", S3Path.prefix("b", "q/"), Permission.READ);
    clock.advance(Duration.ofMinutes(1));
    assertThat(rejections.add(first, clock.millis())).isPresent();
    CachedCredentials again = vended();
    assertThat(rejections.add(again, clock.millis())).isEmpty();
    assertThat(rejections.add(bobs, clock.millis())).isPresent();
    assertThat(rejections.add(elsewhere, clock.millis())).isPresent();
  }

  @Test
  void a_doubt_is_looked_into_once_a_minute() {
    CachedCredentials cached = vended();
    CachedCredentials bobs = vended("bob", SCOPE, Permission.READ);
    assertThat(rejections.claimCheck(cached, clock.millis())).isTrue();
    assertThat(rejections.claimCheck(cached, clock.millis())).isFalse();
    assertThat(rejections.claimCheck(bobs, clock.millis())).isTrue();
    clock.advance(Duration.ofMinutes(1).minus(MILLISECOND));
    assertThat(rejections.claimCheck(cached, clock.millis())).isFalse();
    clock.advance(MILLISECOND);
    assertThat(rejections.claimCheck(cached, clock.millis())).isTrue();
    clock.advance(Duration.ofMinutes(1).minus(MILLISECOND));
    assertThat(rejections.claimCheck(cached, clock.millis())).isFalse();
  }

  @Test
  void what_is_forgotten_is_looked_into_and_replaced_as_the_first() {
    CachedCredentials cached = vended();
    assertThat(rejections.add(cached, clock.millis())).isPresent();
    assertThat(rejections.claimCheck(cached, clock.millis())).isTrue();
    CachedCredentials second = vended();
    clock.advance(MILLISECOND);
    CachedCredentials third = vended();
    assertThat(rejections.add(third, clock.millis())).isEmpty();
    assertThat(rejections.claimCheck(second, clock.millis())).isFalse();
    rejections.clear();
    assertThat(rejections.add(third, clock.millis())).isPresent();
    assertThat(rejections.claimCheck(second, clock.millis())).isTrue();
  }
}
