package io.github.s3agrants.vending.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CallerGrant;
import io.github.s3agrants.credentials.GrantPage;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** When the caller's grants are read, and for whom. The test answers the calls, and moves time. */
class GrantDirectoryTest {
  private static final Discovery USUAL = new Discovery(Duration.ofMinutes(5), 100);
  private static final OwnerBucket ALICE = new OwnerBucket(TestCredentials.owner("alice"), "b");

  private final ManualClock clock = new ManualClock();
  private final List<String> events = new ArrayList<>();
  private final List<CompletableFuture<GrantPage>> calls = new ArrayList<>();
  private final List<Optional<String>> tokens = new ArrayList<>();
  private final GrantDirectory directory =
      new GrantDirectory(
          clock,
          new DiscoveryEvents() {
            @Override
            public void read(int count) {
              events.add("read " + count);
            }

            @Override
            public void failed(AccessGrantsException failure) {
              events.add("failed " + failure.kind());
            }

            @Override
            public void tooMany(int limit) {
              events.add("more than " + limit);
            }
          });

  private CompletableFuture<Optional<KnownGrants>> ask() {
    return ask(ALICE, USUAL);
  }

  private CompletableFuture<Optional<KnownGrants>> ask(OwnerBucket whose, Discovery discovery) {
    return directory.grants(whose, discovery, this::page);
  }

  private CompletableFuture<GrantPage> page(Optional<String> token) {
    tokens.add(token);
    CompletableFuture<GrantPage> call = new CompletableFuture<>();
    calls.add(call);
    return call;
  }

  /** Answers the last call with so many grants, and the token of a next page. */
  private void answer(int count, Optional<String> next) {
    int page = calls.size();
    last()
        .complete(
            new GrantPage(
                IntStream.range(0, count)
                    .mapToObj(i -> grant(S3Path.prefix("b", "p" + page + "/" + i + "/")))
                    .toList(),
                next));
  }

  private void answer(int count) {
    answer(count, Optional.empty());
  }

  private void fail(Kind kind) {
    last().completeExceptionally(new AccessGrantsException(kind, "no"));
  }

  private CompletableFuture<GrantPage> last() {
    return calls.get(calls.size() - 1);
  }

  private static CallerGrant grant(S3Path scope) {
    return new CallerGrant(scope, Permission.READ, false);
  }

  private void assertKnown(CompletableFuture<Optional<KnownGrants>> asked, int count) {
    assertThat(asked).isCompleted();
    assertThat(asked.join().map(KnownGrants::size)).contains(count);
  }

  private static void assertUnknown(CompletableFuture<Optional<KnownGrants>> asked) {
    assertThat(asked).isCompletedWithValue(Optional.empty());
  }

  private void readOnce(int count) {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    answer(count);
    assertKnown(asked, count);
  }

  @Test
  void one_listing_serves_all_who_ask() {
    List<CompletableFuture<Optional<KnownGrants>>> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(ask());
    }
    assertThat(asked).allSatisfy(one -> assertThat(one).isNotDone());
    answer(3);
    assertThat(asked).allSatisfy(one -> assertKnown(one, 3));
    assertKnown(ask(), 3);
    assertThat(calls).hasSize(1);
    assertThat(events).containsExactly("read 3");
  }

  @Test
  void all_pages_together_are_known_and_grants_of_other_buckets_are_not() {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    answer(2, Optional.of("next"));
    assertThat(asked).isNotDone();
    last()
        .complete(
            new GrantPage(
                List.of(
                    grant(S3Path.prefix("b2", "x/")),
                    grant(S3Path.bucket("b")),
                    grant(S3Path.object("b", "k"))),
                Optional.empty()));
    assertKnown(asked, 4);
    assertThat(tokens).containsExactly(Optional.empty(), Optional.of("next"));
    assertThat(events).containsExactly("read 4");
  }

  @Test
  void each_caller_and_each_bucket_has_its_own() {
    readOnce(1);
    CompletableFuture<Optional<KnownGrants>> bob =
        ask(new OwnerBucket(TestCredentials.owner("bob"), "b"), USUAL);
    answer(2);
    assertKnown(bob, 2);
    CompletableFuture<Optional<KnownGrants>> other =
        ask(new OwnerBucket(TestCredentials.owner("alice"), "b2"), USUAL);
    answer(3);
    assertKnown(other, 0);
    assertKnown(ask(), 1);
    assertThat(calls).hasSize(3);
  }

  @Test
  void no_call_is_made_if_it_is_off() {
    assertUnknown(ask(ALICE, Discovery.OFF));
    assertUnknown(ask(ALICE, new Discovery(Duration.ZERO, 100)));
    assertThat(calls).isEmpty();
    assertThat(Discovery.OFF.isOn()).isFalse();
    assertThat(USUAL.isOn()).isTrue();
  }

  @Test
  void grants_are_known_for_their_time_and_then_waited_for() {
    readOnce(1);
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertKnown(ask(), 1);
    assertThat(calls).hasSize(2);
    clock.advance(Duration.ofMillis(1));
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    assertThat(asked).isNotDone();
    assertThat(calls).hasSize(2);
    answer(2);
    assertKnown(asked, 2);
  }

  /** From three quarters of the time on, and nobody waits. */
  @Test
  void grants_are_read_again_ahead() {
    readOnce(1);
    clock.advance(Duration.ofSeconds(225).minusMillis(1));
    assertKnown(ask(), 1);
    assertThat(calls).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    for (int i = 0; i < 20; i++) {
      assertKnown(ask(), 1);
    }
    assertThat(calls).hasSize(2);
    answer(2);
    assertKnown(ask(), 2);
    clock.advance(Duration.ofSeconds(225).minusMillis(1));
    assertKnown(ask(), 2);
    assertThat(calls).hasSize(2);
  }

  @Test
  void a_file_system_with_a_shorter_time_reads_earlier() {
    Discovery shorter = new Discovery(Duration.ofMinutes(1), 100);
    readOnce(1);
    clock.advance(Duration.ofSeconds(45));
    assertKnown(ask(), 1);
    assertThat(calls).hasSize(1);
    assertKnown(ask(ALICE, shorter), 1);
    assertThat(calls).hasSize(2);
    clock.advance(Duration.ofSeconds(15));
    CompletableFuture<Optional<KnownGrants>> asked = ask(ALICE, shorter);
    assertThat(asked).isNotDone();
    assertKnown(ask(), 1);
    answer(2);
    assertKnown(asked, 2);
    assertKnown(ask(), 2);
    assertThat(calls).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class)
  void grants_that_cannot_be_read_again_serve_to_their_end(Kind kind) {
    readOnce(1);
    clock.advance(Duration.ofSeconds(225));
    assertKnown(ask(), 1);
    fail(kind);
    for (int second = 0; second < 10; second++) {
      assertKnown(ask(), 1);
      assertThat(calls).hasSize(2);
      clock.advance(Duration.ofSeconds(1));
    }
    assertKnown(ask(), 1);
    assertThat(calls).hasSize(3);
    fail(kind);
    clock.advance(Duration.ofSeconds(65));
    assertThat(ask()).isNotDone();
    answer(2);
    assertKnown(ask(), 2);
    assertThat(events).containsExactly("read 1", "failed " + kind, "failed " + kind, "read 2");
  }

  /** The failure ends after the old grants have. */
  @Test
  void a_refusal_that_comes_late_replaces_what_has_ended() {
    readOnce(1);
    clock.advance(Duration.ofSeconds(225));
    assertKnown(ask(), 1);
    clock.advance(Duration.ofSeconds(75));
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    fail(Kind.NOT_AUTHORIZED);
    assertUnknown(asked);
    assertUnknown(ask());
    assertThat(calls).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"DENIED", "NOT_AUTHORIZED", "LOCATION_ROLE"})
  void a_refusal_is_remembered_as_long_as_grants_are(Kind kind) {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    fail(kind);
    assertUnknown(asked);
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertUnknown(ask());
    assertThat(calls).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(ask()).isNotDone();
    assertThat(calls).hasSize(2);
    assertThat(events).containsExactly("failed " + kind);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      mode = Mode.EXCLUDE,
      names = {"DENIED", "NOT_AUTHORIZED", "LOCATION_ROLE", "CALLER_CREDENTIALS", "CLOSED"})
  void what_may_pass_is_remembered_for_a_minute(Kind kind) {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    fail(kind);
    assertUnknown(asked);
    clock.advance(Duration.ofMinutes(1).minusMillis(1));
    assertUnknown(ask());
    assertThat(calls).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    asked = ask();
    answer(1);
    assertKnown(asked, 1);
  }

  /** The next request may be signed with others. */
  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"CALLER_CREDENTIALS", "CLOSED"})
  void credentials_that_have_ended_say_nothing_about_the_next_call(Kind kind) {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    fail(kind);
    assertUnknown(asked);
    asked = ask();
    assertThat(asked).isNotDone();
    answer(1);
    assertKnown(asked, 1);
    assertThat(calls).hasSize(2);
  }

  @Test
  void a_source_that_throws_is_an_outage() {
    Function<Optional<String>, CompletableFuture<GrantPage>> broken =
        token -> {
          tokens.add(token);
          throw new IllegalStateException("broken");
        };
    assertUnknown(directory.grants(ALICE, USUAL, broken));
    assertUnknown(directory.grants(ALICE, USUAL, broken));
    assertThat(tokens).hasSize(1);
    assertThat(events).containsExactly("failed BAD_RESPONSE");
    clock.advance(Duration.ofMinutes(1));
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    answer(1);
    assertKnown(asked, 1);
  }

  /** A listener is not part of what must work. */
  @Test
  void whoever_is_told_may_throw_and_nobody_waits_forever() {
    GrantDirectory telling =
        new GrantDirectory(
            clock,
            new DiscoveryEvents() {
              @Override
              public void read(int count) {
                throw new IllegalStateException("read");
              }

              @Override
              public void failed(AccessGrantsException failure) {
                throw new IllegalStateException("failed");
              }

              @Override
              public void tooMany(int limit) {
                throw new IllegalStateException("too many");
              }
            });
    CompletableFuture<Optional<KnownGrants>> read = telling.grants(ALICE, USUAL, this::page);
    answer(1);
    assertThat(read).isCompleted();
    telling.clear();
    CompletableFuture<Optional<KnownGrants>> failed = telling.grants(ALICE, USUAL, this::page);
    fail(Kind.DENIED);
    assertUnknown(failed);
    telling.clear();
    CompletableFuture<Optional<KnownGrants>> tooMany = telling.grants(ALICE, USUAL, this::page);
    answer(101);
    assertUnknown(tooMany);
  }

  @Test
  void more_than_the_limit_are_as_good_as_none() {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    answer(60, Optional.of("2"));
    answer(41, Optional.of("3"));
    assertUnknown(asked);
    // The third page is not needed.
    assertThat(calls).hasSize(2);
    assertThat(events).containsExactly("more than 100");
    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertUnknown(ask());
    assertThat(calls).hasSize(2);
    clock.advance(Duration.ofMillis(1));
    asked = ask();
    answer(100);
    assertKnown(asked, 100);
  }

  @Test
  void a_file_system_with_a_larger_limit_reads_again_and_one_with_a_smaller_does_not() {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    answer(101, Optional.of("2"));
    assertUnknown(asked);
    assertUnknown(ask(ALICE, new Discovery(Duration.ofMinutes(5), 50)));
    assertThat(calls).hasSize(1);
    Discovery larger = new Discovery(Duration.ofMinutes(5), 200);
    asked = ask(ALICE, larger);
    answer(150);
    assertKnown(asked, 150);
    for (int i = 0; i < 10; i++) {
      assertUnknown(ask());
      assertKnown(ask(ALICE, larger), 150);
    }
    assertThat(calls).hasSize(2);
    assertThat(events).containsExactly("more than 100", "read 150");
  }

  /** As far as there is a choice: its pages go on to be read, for those who come later. */
  @Test
  void nobody_waits_long_for_a_long_listing() {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    clock.advance(Duration.ofSeconds(1));
    answer(10, Optional.of("2"));
    clock.advance(Duration.ofMillis(999));
    answer(10, Optional.of("3"));
    assertThat(asked).isNotDone();
    clock.advance(Duration.ofMillis(1));
    answer(10, Optional.of("4"));
    assertUnknown(asked);
    assertUnknown(ask());
    assertThat(calls).hasSize(4);
    clock.advance(Duration.ofSeconds(10));
    answer(10);
    assertKnown(ask(), 40);
    assertThat(calls).hasSize(4);
    assertThat(events).containsExactly("read 40");
  }

  @Test
  void what_is_out_of_date_is_read_again_but_not_at_every_turn() {
    directory.outdated(ALICE);
    readOnce(1);
    clock.advance(Duration.ofSeconds(10).minusMillis(1));
    directory.outdated(ALICE);
    assertKnown(ask(), 1);
    assertThat(calls).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    directory.outdated(ALICE);
    // Nobody waits for it.
    assertKnown(ask(), 1);
    answer(2);
    assertKnown(ask(), 2);
    assertThat(calls).hasSize(2);
    directory.outdated(ALICE);
    assertKnown(ask(), 2);
    assertThat(calls).hasSize(2);
  }

  /** It would be refused once more for each request. */
  @Test
  void a_refusal_does_not_get_out_of_date() {
    CompletableFuture<Optional<KnownGrants>> asked = ask();
    fail(Kind.DENIED);
    assertUnknown(asked);
    clock.advance(Duration.ofSeconds(30));
    directory.outdated(ALICE);
    assertUnknown(ask());
    assertThat(calls).hasSize(1);
  }

  @Test
  void after_clear_nothing_is_known_and_what_was_under_way_is_not_waited_for() {
    readOnce(1);
    directory.clear();
    CompletableFuture<Optional<KnownGrants>> before = ask();
    CompletableFuture<GrantPage> slow = last();
    directory.clear();
    CompletableFuture<Optional<KnownGrants>> after = ask();
    answer(2);
    assertKnown(after, 2);
    slow.complete(new GrantPage(List.of(grant(S3Path.bucket("b"))), Optional.empty()));
    assertKnown(before, 1);
    assertKnown(ask(), 2);
    assertThat(calls).hasSize(3);
  }
}
