package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class VendedCredentialsTest {
  private final ManualClock clock = new ManualClock();

  @Test
  void is_dropped_a_twentieth_of_its_life_before_it_expires_at_most_ten_seconds() {
    assertThat(usableFor(Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(60).minusSeconds(10));
    assertThat(usableFor(Duration.ofSeconds(20))).isEqualTo(Duration.ofSeconds(19));
    assertThat(usableFor(Duration.ofSeconds(-5))).isNegative();
  }

  @Test
  void the_longest_margin_is_that_of_a_life_of_two_hundred_seconds() {
    assertThat(usableFor(Duration.ofSeconds(180))).isEqualTo(Duration.ofSeconds(171));
    assertThat(usableFor(Duration.ofSeconds(200))).isEqualTo(Duration.ofSeconds(190));
    assertThat(usableFor(Duration.ofSeconds(220))).isEqualTo(Duration.ofSeconds(210));
  }

  private Duration usableFor(Duration life) {
    VendedCredentials vended =
        TestCredentials.vended(S3Path.bucket("b"), Permission.READ, clock, life);
    return Duration.ofMillis(vended.usableUntilMillis() - clock.millis());
  }

  @Test
  void covers_its_scope_and_permission_while_it_lives() {
    S3Path path = S3Path.object("b", "p/k");
    VendedCredentials vended =
        TestCredentials.vended(
            S3Path.prefix("b", "p/"), Permission.WRITE, clock, Duration.ofSeconds(100));
    assertThat(vended.covers(path, Permission.WRITE, clock.millis())).isTrue();
    assertThat(vended.covers(path, Permission.READ, clock.millis())).isFalse();
    assertThat(vended.covers(path, Permission.READWRITE, clock.millis())).isFalse();
    assertThat(vended.covers(S3Path.object("b", "q"), Permission.WRITE, clock.millis())).isFalse();
    clock.advance(Duration.ofSeconds(95).minusMillis(1));
    assertThat(vended.covers(path, Permission.WRITE, clock.millis())).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(vended.covers(path, Permission.WRITE, clock.millis())).isFalse();
  }

  @Test
  void has_expired_from_the_moment_that_the_service_named() {
    VendedCredentials vended =
        TestCredentials.vended(S3Path.bucket("b"), Permission.READ, clock, Duration.ofSeconds(100));
    clock.advance(Duration.ofMillis(99_999));
    assertThat(vended.hasExpired(clock.millis())).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(vended.hasExpired(clock.millis())).isTrue();
  }

  @Test
  void shows_no_part_of_the_credentials() {
    VendedCredentials vended =
        TestCredentials.vended(S3Path.bucket("b"), Permission.READ, clock, Duration.ofHours(1));
    assertThat(vended).hasToString("READ on s3://b/* until " + vended.expiration());
    assertThat(vended.toString()).doesNotContain("secret").doesNotContain("ASIA");
  }
}
