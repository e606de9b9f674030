package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class CredentialLifeTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  /** All times are in milliseconds. The service's clock is the true one. */
  @Property(tries = 3000)
  void is_never_believed_to_be_longer_than_it_is(
      @ForAll @IntRange(max = 5000) int fraction,
      @ForAll @LongRange(min = -20_000_000, max = 20_000_000) long ahead,
      @ForAll @IntRange(max = 30_000) int there,
      @ForAll @IntRange(min = 1, max = 7_200) int seconds) {
    Instant asked = NOW.plusMillis(fraction);
    Instant answered = asked.plusMillis(there);
    Instant expiration = answered.plusSeconds(seconds);
    Instant believed =
        CredentialLife.end(asked.plusMillis(ahead), HOUR, expiration, Optional.of(date(answered)))
            .minusMillis(ahead);

    Instant end = min(expiration, asked.plus(HOUR));
    long agreement = Math.abs(ahead) > 2000 ? 0 : 1000;
    assertThat(believed).isBeforeOrEqualTo(end.plusMillis(agreement));
    // Nor is it much shorter: by the header's resolution, and by the time that the answer took.
    assertThat(believed).isAfterOrEqualTo(end.minusMillis(2000 + there));
  }

  @Property(tries = 500)
  void is_taken_from_our_clock_if_the_header_says_the_same(
      @ForAll @IntRange(max = 999) int fraction, @ForAll @IntRange(max = 500) int there) {
    Instant asked = NOW.plusMillis(fraction);
    Instant expiration = asked.plusSeconds(20);
    Instant end =
        CredentialLife.end(asked, HOUR, expiration, Optional.of(date(asked.plusMillis(there))));
    assertThat(end).isBetween(expiration.minusMillis(there), expiration);
  }

  @Example
  void what_has_ended_already_has_no_life() {
    for (Instant past : new Instant[] {NOW.minusSeconds(1), NOW.minusSeconds(7200), Instant.MIN}) {
      assertThat(CredentialLife.end(NOW, HOUR, past, Optional.of(date(NOW)))).isEqualTo(NOW);
    }
  }

  @Example
  void a_life_without_end_is_that_which_was_asked_for() {
    assertThat(CredentialLife.end(NOW, HOUR, Instant.MAX, Optional.of(date(NOW))))
        .isEqualTo(NOW.plus(HOUR));
  }

  @Example
  void a_date_that_cannot_be_read_is_none() {
    Instant expiration = NOW.plusSeconds(1200);
    for (String broken :
        new String[] {"", "now", "2026-11-21T12:00:00Z", "Mon, 21 Nov 2026 10:00:00 GMT"}) {
      assertThat(CredentialLife.end(NOW, HOUR, expiration, Optional.of(broken)))
          .isEqualTo(expiration);
    }
    assertThat(CredentialLife.end(NOW, HOUR, expiration, Optional.empty())).isEqualTo(expiration);
  }

  /** If a header of whole seconds cannot tell two clocks apart, the later one counts. */
  @Example
  void clocks_that_are_a_second_apart_agree() {
    Instant expiration = NOW.plusSeconds(1200);
    Optional<String> date = Optional.of(date(NOW));
    Instant behind = NOW.minusSeconds(1);
    assertThat(CredentialLife.end(behind, HOUR, expiration, date))
        .isEqualTo(behind.plusSeconds(1200));
    Instant ahead = NOW.plusSeconds(1);
    assertThat(CredentialLife.end(ahead, HOUR, expiration, date)).isEqualTo(expiration);
    Instant farBehind = NOW.minusSeconds(2);
    assertThat(CredentialLife.end(farBehind, HOUR, expiration, date))
        .isEqualTo(farBehind.plusSeconds(1199));
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }
}
