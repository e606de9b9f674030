package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DenialCacheTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MANY = 10_000;

  private final ManualClock clock = new ManualClock();
  private final DenialCache denials = new DenialCache(clock);
  private final CacheOwner alice = TestCredentials.owner("alice");
  private final AccessGrantsException no =
      new AccessGrantsException(
          AccessGrantsException.Kind.DENIED,
          "no",
          "request-1",
          new IllegalStateException("the answer"));

  @Test
  void a_refusal_applies_to_its_owner_target_and_permission_alone() {
    denials.put(alice, get("p/k"), no, MINUTE);
    denials.put(alice, get("unkept"), no, Duration.ZERO);

    assertThat(denials.find(alice, get("p/k"), MINUTE)).isPresent();
    assertThat(denials.find(alice, get("p/k").with(Permission.WRITE), MINUTE)).isEmpty();
    assertThat(denials.find(alice, get("p/k2"), MINUTE)).isEmpty();
    assertThat(denials.find(alice, get("unkept"), MINUTE)).isEmpty();
    assertThat(denials.find(TestCredentials.owner("bob"), get("p/k"), MINUTE)).isEmpty();
    clock.advance(MINUTE);
    assertThat(denials.find(alice, get("p/k"), MINUTE)).isEmpty();
  }

  @Test
  void a_refusal_that_others_remember_longer_is_no_older_than_who_asks_will_have_it() {
    denials.put(alice, get("k"), no, HOUR);
    assertThat(denials.find(alice, get("k"), Duration.ZERO)).isEmpty();
    assertThat(denials.find(alice, get("k"), Duration.ofSeconds(1))).isPresent();
    clock.advance(Duration.ofSeconds(1));
    assertThat(denials.find(alice, get("k"), Duration.ofSeconds(1))).isEmpty();
    assertThat(denials.find(alice, get("k"), MINUTE)).isPresent();
    clock.advance(MINUTE);
    assertThat(denials.find(alice, get("k"), MINUTE)).isEmpty();
    assertThat(denials.find(alice, get("k"), HOUR)).isPresent();
  }

  @Test
  void a_refusal_is_forgotten_when_its_own_time_is_over_whoever_asks() {
    denials.put(alice, get("k"), no, MINUTE);
    clock.advance(MINUTE.minusMillis(1));
    assertThat(denials.find(alice, get("k"), HOUR)).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(denials.find(alice, get("k"), HOUR)).isEmpty();
  }

  @Test
  void a_refusal_is_remembered_by_what_it_says_alone() {
    denials.put(alice, get("k"), no, MINUTE);
    AccessGrantsException kept = denials.find(alice, get("k"), MINUTE).orElseThrow();
    assertThat(kept.kind()).isEqualTo(AccessGrantsException.Kind.DENIED);
    assertThat(kept).hasMessage("no").hasNoCause();
    assertThat(kept.requestId()).contains("request-1");
    assertThat(kept.getStackTrace()).isEmpty();
    // Many threads share the exception, so none may add to it.
    kept.addSuppressed(new IllegalStateException());
    assertThat(kept.getSuppressed()).isEmpty();
  }

  @Test
  void texts_are_cut_to_what_is_reckoned_with() {
    String endless = "x".repeat(1_000_000);
    AccessGrantsException chatty =
        new AccessGrantsException(AccessGrantsException.Kind.DENIED, endless, endless, null);
    denials.put(alice, get("k"), chatty, MINUTE);
    AccessGrantsException kept = denials.find(alice, get("k"), MINUTE).orElseThrow();
    assertThat(String.valueOf(kept.getMessage()))
        .isEqualTo("x".repeat(AccessGrantsException.LONGEST_KEPT_TEXT) + "…");
    assertThat(kept.requestId().orElseThrow())
        .isEqualTo("x".repeat(AccessGrantsException.LONGEST_KEPT_ID) + "…");
    String longest = "x".repeat(AccessGrantsException.LONGEST_KEPT_TEXT);
    denials.put(
        alice,
        get("l"),
        new AccessGrantsException(AccessGrantsException.Kind.DENIED, longest),
        MINUTE);
    assertThat(denials.find(alice, get("l"), MINUTE).orElseThrow()).hasMessage(longest);
  }

  @Test
  void there_are_never_more_than_ten_thousand_and_fewer_where_paths_are_long() {
    for (int i = 0; i < 2 * MANY; i++) {
      denials.put(alice, get(key(i, 100)), no, HOUR);
    }
    assertThat(found(2 * MANY, 100)).isBetween(MANY - 100, MANY);
    denials.clear();
    // 2,000 bytes for the key's characters and 500 for the rest: 4,000 in 10 MB.
    for (int i = 0; i < MANY; i++) {
      denials.put(alice, get(key(i, 1000)), no, HOUR);
    }
    assertThat(found(MANY, 1000)).isBetween(3000, 4000);
  }

  /** The text counts like the key: together they take 2,000 bytes. */
  @Test
  void there_are_fewer_where_the_service_says_much() {
    AccessGrantsException chatty =
        new AccessGrantsException(AccessGrantsException.Kind.DENIED, "x".repeat(500));
    for (int i = 0; i < MANY; i++) {
      denials.put(alice, get(key(i, 500)), chatty, HOUR);
    }
    assertThat(found(MANY, 500)).isBetween(3000, 4000);
  }

  private int found(int keys, int length) {
    int found = 0;
    for (int i = 0; i < keys; i++) {
      found += denials.find(alice, get(key(i, length)), HOUR).isPresent() ? 1 : 0;
    }
    return found;
  }

  private static String key(int i, int length) {
    return String.format("%0" + length + "d", i);
  }

  private static Access get(String key) {
    return TestCredentials.get("b", key);
  }
}
