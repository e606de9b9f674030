package io.github.s3agrants.vending.concurrent;

import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.testing.ManualExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many calls are under way, which one is next, and what happens to calls that are not made. */
class BulkheadTest {
  private static final Endpoint HERE = endpoint("us-east-1");
  private static final Endpoint THERE = endpoint("eu-central-1");

  private final ManualExecutor threads = new ManualExecutor();
  private final AtomicLong nanos = new AtomicLong();
  private final Bulkhead bulkhead = bulkhead(threads, 32);
  private final List<String> made = new ArrayList<>();

  private static Endpoint endpoint(String region) {
    return Endpoint.sts(ServiceSettings.builder().build(), region);
  }

  private Bulkhead bulkhead(Executor executor, int limit) {
    return new Bulkhead(executor, limit, Duration.ofSeconds(30), nanos::get);
  }

  private CompletableFuture<String> call(Endpoint endpoint, String bucket) {
    return bulkhead.call(
        endpoint,
        bucket,
        () -> {
          made.add(bucket);
          return bucket;
        });
  }

  private List<CompletableFuture<String>> calls(int count, Endpoint endpoint, String bucket) {
    return IntStream.range(0, count).mapToObj(i -> call(endpoint, bucket)).collect(toList());
  }

  private static AccessGrantsException failure(CompletableFuture<?> call) {
    assertThat(call).isCompletedExceptionally();
    return assertInstanceOf(
        AccessGrantsException.class,
        assertThrows(CompletionException.class, call::join).getCause());
  }

  @Test
  void one_bucket_has_eight_under_way_at_the_same_time() {
    List<CompletableFuture<String>> calls = calls(20, HERE, "b");
    assertThat(threads.queued()).isEqualTo(8);
    threads.runNext();
    assertThat(calls.get(0)).isCompletedWithValue("b");
    assertThat(threads.queued()).isEqualTo(8);
    threads.runAll();
    assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue("b"));
  }

  @Test
  void an_endpoint_whose_buckets_all_hang_has_a_half() {
    for (int i = 0; i < 40; i++) {
      calls(100, HERE, "hangs" + i);
    }
    assertThat(threads.queued()).isEqualTo(16);
  }

  @Test
  void a_bucket_that_hangs_leaves_room_for_others_of_its_endpoint() {
    calls(100, HERE, "hangs");
    calls(4, HERE, "other");
    assertThat(threads.queued()).isEqualTo(12);
  }

  @Test
  void endpoints_that_hang_leave_room_for_others() {
    for (int i = 0; i < 40; i++) {
      calls(100, HERE, "hangs" + i);
      calls(100, THERE, "hangs" + i);
    }
    assertThat(threads.queued()).isEqualTo(22);
    calls(1, endpoint("us-west-2"), "b");
    assertThat(threads.queued()).isEqualTo(23);
  }

  @Test
  void there_is_never_more_than_the_limit() {
    for (int i = 0; i < 100; i++) {
      calls(100, endpoint("region-" + i), "b");
    }
    assertThat(threads.queued()).isEqualTo(32);
  }

  @Test
  void buckets_take_turns() {
    // As many as may begin, 16 in all.
    calls(8, HERE, "a");
    calls(4, HERE, "b");
    calls(2, HERE, "c");
    calls(1, HERE, "d");
    calls(1, HERE, "e");
    assertThat(threads.queued()).isEqualTo(16);
    calls(2, HERE, "x");
    calls(2, HERE, "y");
    calls(2, HERE, "z");
    assertThat(threads.queued()).isEqualTo(16);
    threads.runAll();
    assertThat(made.subList(16, 22)).containsExactly("x", "y", "z", "x", "y", "z");
  }

  @Test
  void endpoints_take_turns() {
    int[] mayBegin = {8, 8, 8, 4, 2, 1, 1};
    for (int i = 0; i < mayBegin.length; i++) {
      calls(mayBegin[i], endpoint("region-" + i), "b");
    }
    assertThat(threads.queued()).isEqualTo(32);
    calls(2, HERE, "here");
    calls(2, THERE, "there");
    assertThat(threads.queued()).isEqualTo(32);
    threads.runAll();
    assertThat(made.subList(32, 36)).containsExactly("here", "there", "here", "there");
  }

  @Test
  void a_call_that_waited_too_long_is_not_made() {
    List<CompletableFuture<String>> calls = calls(10, HERE, "b");
    nanos.addAndGet(Duration.ofSeconds(31).toNanos());
    CompletableFuture<String> late = call(HERE, "b");
    threads.runAll();
    assertThat(made).hasSize(9);
    assertThat(calls.get(7)).isCompletedWithValue("b");
    assertThat(failure(calls.get(8)).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(failure(calls.get(9)).kind()).isEqualTo(Kind.UNAVAILABLE);
    assertThat(late).isCompletedWithValue("b");
  }

  @Test
  void closing_fails_what_waits_and_what_comes_and_leaves_what_is_under_way() {
    List<CompletableFuture<String>> calls = calls(10, HERE, "b");
    bulkhead.close();
    assertThat(failure(calls.get(8)).kind()).isEqualTo(Kind.CLOSED);
    assertThat(failure(calls.get(9)).kind()).isEqualTo(Kind.CLOSED);
    assertThat(failure(call(HERE, "b")).kind()).isEqualTo(Kind.CLOSED);
    assertThat(calls.get(0)).isNotDone();
    threads.runAll();
    assertThat(calls.get(7)).isCompletedWithValue("b");
    assertThat(made).hasSize(8);
  }

  @Test
  void what_the_executor_refuses_fails_and_takes_no_place() {
    Bulkhead refusing =
        bulkhead(
            task -> {
              throw new RejectedExecutionException("shut down");
            },
            32);
    for (int i = 0; i < 100; i++) {
      CompletableFuture<String> call = refusing.call(HERE, "b", () -> "never");
      assertThat(call).isCompletedExceptionally();
    }
  }

  @Test
  void a_call_that_fails_makes_room() {
    List<CompletableFuture<String>> calls = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      calls.add(
          bulkhead.call(
              HERE,
              "b",
              () -> {
                throw new StackOverflowError("deep");
              }));
    }
    threads.runAll();
    assertThat(calls)
        .allSatisfy(
            call ->
                assertThat(assertThrows(CompletionException.class, call::join))
                    .hasCauseInstanceOf(StackOverflowError.class));
    assertThat(call(HERE, "b")).isNotDone();
    assertThat(threads.queued()).isEqualTo(1);
  }

  @Test
  void who_goes_on_when_a_call_has_ended_finds_its_place_free() {
    calls(7, HERE, "b");
    CompletableFuture<String> next =
        call(HERE, "b").thenCompose(b -> call(HERE, "b").thenCompose(c -> call(HERE, "b")));
    threads.runQueued();
    threads.runQueued();
    threads.runQueued();
    assertThat(next).isCompletedWithValue("b");
  }

  @Test
  void four_is_the_least_limit() {
    Bulkhead least = new Bulkhead(threads, 4, Duration.ofSeconds(30), nanos::get);
    CompletableFuture<String> call = least.call(HERE, "b", () -> "done");
    threads.runAll();
    assertThat(call).isCompletedWithValue("done");
    assertThrows(
        IllegalArgumentException.class,
        () -> new Bulkhead(threads, 3, Duration.ofSeconds(30), nanos::get));
  }

  @Test
  void who_has_waited_as_long_as_the_patience_lasts_still_begins() {
    calls(8, HERE, "b");
    CompletableFuture<String> inTime = call(HERE, "b");
    CompletableFuture<String> late = call(HERE, "b");
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    threads.runNext();
    nanos.incrementAndGet();
    threads.runNext();
    assertThat(failure(late).kind()).isEqualTo(Kind.UNAVAILABLE);
    threads.runAll();
    assertThat(inTime).isCompletedWithValue("b");
  }

  private void some(Bulkhead of, int count, Endpoint endpoint, String bucket) {
    for (int i = 0; i < count; i++) {
      var unused = of.call(endpoint, bucket, () -> bucket);
    }
  }

  @Test
  void calls_under_way_count_though_nothing_waits_when_another_ends() {
    Bulkhead eight = bulkhead(threads, 8);
    some(eight, 2, HERE, "b");
    threads.runNext();
    some(eight, 5, HERE, "b");
    assertThat(threads.queued()).isEqualTo(2);
  }

  @Test
  void a_bucket_of_which_only_waiting_calls_are_left_is_the_same_as_before() {
    Bulkhead eight = bulkhead(threads, 8);
    some(eight, 1, HERE, "b");
    some(eight, 2, HERE, "other");
    some(eight, 1, HERE, "b");
    assertThat(threads.queued()).isEqualTo(3);
    threads.runNext();
    some(eight, 1, HERE, "b");
    assertThat(threads.queued()).isEqualTo(3);
  }

  @Test
  void an_endpoint_of_which_only_waiting_calls_are_left_is_the_same_as_before() {
    Bulkhead eight = bulkhead(threads, 8);
    some(eight, 1, HERE, "b");
    some(eight, 2, THERE, "1");
    some(eight, 1, THERE, "2");
    some(eight, 1, THERE, "3");
    some(eight, 2, endpoint("us-west-2"), "b");
    some(eight, 1, HERE, "b");
    assertThat(threads.queued()).isEqualTo(7);
    threads.runNext();
    some(eight, 1, HERE, "b");
    assertThat(threads.queued()).isEqualTo(7);
  }
}
