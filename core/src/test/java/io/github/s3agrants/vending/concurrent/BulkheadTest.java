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

/** How many calls are under way, whose turn it is, and what becomes of those that are not made. */
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
  void oneBucketHasEightUnderWayAtTheSameTime() {
    List<CompletableFuture<String>> calls = calls(20, HERE, "b");
    assertThat(threads.queued()).isEqualTo(8);
    threads.runNext();
    assertThat(calls.get(0)).isCompletedWithValue("b");
    assertThat(threads.queued()).isEqualTo(8);
    threads.runAll();
    assertThat(calls).allSatisfy(call -> assertThat(call).isCompletedWithValue("b"));
  }

  @Test
  void anEndpointWhoseBucketsAllHangHasAHalf() {
    for (int i = 0; i < 40; i++) {
      calls(100, HERE, "hangs" + i);
    }
    assertThat(threads.queued()).isEqualTo(16);
  }

  @Test
  void aBucketThatHangsLeavesRoomForOthersOfItsEndpoint() {
    calls(100, HERE, "hangs");
    calls(4, HERE, "other");
    assertThat(threads.queued()).isEqualTo(12);
  }

  @Test
  void endpointsThatHangLeaveRoomForOthers() {
    for (int i = 0; i < 40; i++) {
      calls(100, HERE, "hangs" + i);
      calls(100, THERE, "hangs" + i);
    }
    assertThat(threads.queued()).isEqualTo(22);
    calls(1, endpoint("us-west-2"), "b");
    assertThat(threads.queued()).isEqualTo(23);
  }

  @Test
  void thereIsNeverMoreThanTheLimit() {
    for (int i = 0; i < 100; i++) {
      calls(100, endpoint("region-" + i), "b");
    }
    assertThat(threads.queued()).isEqualTo(32);
  }

  @Test
  void bucketsTakeTurns() {
    // As many as may begin: 16 in all.
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
  void endpointsTakeTurns() {
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
  void aCallThatWaitedTooLongIsNotMade() {
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
  void closingFailsWhatWaitsAndWhatComesAndLeavesWhatIsUnderWay() {
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
  void whatTheExecutorRefusesFailsAndTakesNoPlace() {
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
  void aCallThatFailsMakesRoom() {
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
  void whoGoesOnWhenACallHasEndedFindsItsPlaceFree() {
    calls(7, HERE, "b");
    CompletableFuture<String> next =
        call(HERE, "b").thenCompose(b -> call(HERE, "b").thenCompose(c -> call(HERE, "b")));
    threads.runQueued();
    threads.runQueued();
    threads.runQueued();
    assertThat(next).isCompletedWithValue("b");
  }

  @Test
  void fourIsTheLeastLimit() {
    Bulkhead least = new Bulkhead(threads, 4, Duration.ofSeconds(30), nanos::get);
    CompletableFuture<String> call = least.call(HERE, "b", () -> "done");
    threads.runAll();
    assertThat(call).isCompletedWithValue("done");
    assertThrows(
        IllegalArgumentException.class,
        () -> new Bulkhead(threads, 3, Duration.ofSeconds(30), nanos::get));
  }

  @Test
  void whoHasWaitedAsLongAsThePatienceLastsStillBegins() {
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
  void callsUnderWayCountThoughNothingWaitsWhenAnotherEnds() {
    Bulkhead eight = bulkhead(threads, 8);
    some(eight, 2, HERE, "b");
    threads.runNext();
    some(eight, 5, HERE, "b");
    assertThat(threads.queued()).isEqualTo(2);
  }

  @Test
  void aBucketOfWhichOnlyWaitingCallsAreLeftIsTheSameAsBefore() {
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
  void anEndpointOfWhichOnlyWaitingCallsAreLeftIsTheSameAsBefore() {
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
