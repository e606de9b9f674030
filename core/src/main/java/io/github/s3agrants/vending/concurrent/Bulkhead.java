package io.github.s3agrants.vending.concurrent;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes blocking calls on the threads of an executor, so that calls that hang hold up as few others
 * as possible. Each call belongs to an endpoint, and within it to a bucket. Thread-safe.
 *
 * <ul>
 *   <li>At most {@code limit} calls are under way at the same time.
 *   <li>An endpoint begins no call when it has as many under way as are left for all others. Alone,
 *       it gets half of the limit; beside one that hangs, a quarter.
 *   <li>A bucket begins no call when it has as many under way as are left of its endpoint's half.
 *       Alone, it gets a quarter of the limit.
 *   <li>Waiting calls begin in turn: one endpoint after the other, within an endpoint one bucket
 *       after the other, and within a bucket in order of arrival.
 *   <li>A call that has waited longer than {@code patience} is not made.
 * </ul>
 *
 * <p>Nothing is thrown: if a call cannot be made, its future fails.
 */
final class Bulkhead {
  private final Executor executor;
  private final int limit;
  private final long patienceNanos;
  private final LongSupplier nanoTime;

  private final Object lock = new Object();
  private final Map<Endpoint, EndpointCalls> endpoints = new HashMap<>();

  /** The endpoints with waiting calls, the next one first. */
  private final Deque<EndpointCalls> turn = new ArrayDeque<>();

  private int underWay;
  private boolean closed;

  /**
   * A bulkhead without calls.
   *
   * @param limit at least 4, so that one bucket alone gets one call
   * @param patience how long a call waits before it fails; checked when another call ends
   * @param nanoTime time in nanoseconds since any moment, as {@link System#nanoTime}
   */
  Bulkhead(Executor executor, int limit, Duration patience, LongSupplier nanoTime) {
    if (limit < 4) {
      throw new IllegalArgumentException("limit " + limit);
    }
    this.executor = executor;
    this.limit = limit;
    this.patienceNanos = patience.toNanos();
    this.nanoTime = nanoTime;
  }

  /**
   * Makes a call as soon as its turn comes.
   *
   * @return what the call returns or throws, including an {@link Error}; what the executor throws;
   *     or an {@link AccessGrantsException}: UNAVAILABLE if its turn came too late, CLOSED if
   *     {@link #close} came first
   */
  <T> CompletableFuture<T> call(Endpoint endpoint, String bucket, Supplier<T> question) {
    Call<T> call = new Call<>(question, nanoTime.getAsLong());
    boolean refused;
    synchronized (lock) {
      refused = closed;
      if (!refused) {
        EndpointCalls endpointCalls = endpoints.computeIfAbsent(endpoint, EndpointCalls::new);
        endpointCalls.add(bucket, call);
        if (endpointCalls.waiting == 1) {
          turn.addLast(endpointCalls);
        }
      }
    }
    if (refused) {
      call.fail(AccessGrantsException.closed(null));
    } else {
      startEligibleCalls();
    }
    return call.outcome;
  }

  /** Fails the waiting calls and all later ones. Calls under way continue. */
  void close() {
    List<Call<?>> left = new ArrayList<>();
    synchronized (lock) {
      closed = true;
      for (EndpointCalls endpointCalls : turn) {
        endpointCalls.drainTo(left);
      }
      turn.clear();
    }
    for (Call<?> call : left) {
      call.fail(AccessGrantsException.closed(null));
    }
  }

  private void startEligibleCalls() {
    for (Call<?> next = next(); next != null; next = next()) {
      if (nanoTime.getAsLong() - next.sinceNanos > patienceNanos) {
        next.abandon(
            new AccessGrantsException(
                Kind.UNAVAILABLE,
                "Calls before this one got no answer in time; it was not made any more."));
      } else {
        begin(next);
      }
    }
  }

  private void begin(Call<?> call) {
    try {
      executor.execute(call);
    } catch (Throwable e) {
      // The executor refused the call, or could not create a thread.
      call.abandon(e);
    }
  }

  /** The next call, counted as under way from now on; null if none may begin. */
  private @Nullable Call<?> next() {
    synchronized (lock) {
      for (int i = turn.size(); i > 0; i--) {
        EndpointCalls endpointCalls = turn.removeFirst();
        Call<?> call = endpointCalls.underWay < limit - underWay ? endpointCalls.next() : null;
        if (endpointCalls.waiting > 0) {
          turn.addLast(endpointCalls);
        }
        if (call != null) {
          underWay++;
          return call;
        }
      }
      return null;
    }
  }

  /** The calls of one endpoint. Guarded by the lock. */
  private final class EndpointCalls {
    final Endpoint endpoint;
    final Map<String, BucketCalls> buckets = new HashMap<>();

    /** The buckets with waiting calls, the next one first. */
    final Deque<BucketCalls> turn = new ArrayDeque<>();

    int underWay;
    int waiting;

    EndpointCalls(Endpoint endpoint) {
      this.endpoint = endpoint;
    }

    void add(String bucket, Call<?> call) {
      BucketCalls bucketCalls =
          buckets.computeIfAbsent(bucket, name -> new BucketCalls(this, name));
      call.bucketCalls = bucketCalls;
      bucketCalls.waiting.addLast(call);
      if (bucketCalls.waiting.size() == 1) {
        turn.addLast(bucketCalls);
      }
      waiting++;
    }

    @Nullable Call<?> next() {
      for (int i = turn.size(); i > 0; i--) {
        BucketCalls bucketCalls = turn.removeFirst();
        Call<?> call =
            bucketCalls.underWay < limit / 2 - underWay ? bucketCalls.waiting.pollFirst() : null;
        if (!bucketCalls.waiting.isEmpty()) {
          turn.addLast(bucketCalls);
        }
        if (call != null) {
          waiting--;
          underWay++;
          bucketCalls.underWay++;
          return call;
        }
      }
      return null;
    }

    void drainTo(List<Call<?>> left) {
      for (BucketCalls bucketCalls : turn) {
        left.addAll(bucketCalls.waiting);
        bucketCalls.waiting.clear();
      }
      turn.clear();
      waiting = 0;
    }
  }

  /** The calls for one bucket of an endpoint. Guarded by the lock. */
  private static final class BucketCalls {
    final EndpointCalls endpointCalls;
    final String bucket;
    final Deque<Call<?>> waiting = new ArrayDeque<>();
    int underWay;

    BucketCalls(EndpointCalls endpointCalls, String bucket) {
      this.endpointCalls = endpointCalls;
      this.bucket = bucket;
    }
  }

  private void end(BucketCalls bucketCalls) {
    synchronized (lock) {
      EndpointCalls endpointCalls = bucketCalls.endpointCalls;
      underWay--;
      endpointCalls.underWay--;
      bucketCalls.underWay--;
      if (bucketCalls.underWay == 0 && bucketCalls.waiting.isEmpty()) {
        endpointCalls.buckets.remove(bucketCalls.bucket);
      }
      if (endpointCalls.underWay == 0 && endpointCalls.waiting == 0) {
        endpoints.remove(endpointCalls.endpoint);
      }
    }
  }

  private final class Call<T> implements Runnable {
    final CompletableFuture<T> outcome = new CompletableFuture<>();
    final long sinceNanos;
    private final Supplier<T> question;
    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable BucketCalls bucketCalls;

    Call(Supplier<T> question, long sinceNanos) {
      this.question = question;
      this.sinceNanos = sinceNanos;
    }

    @Override
    public void run() {
      T answer = null;
      Throwable failure = null;
      try {
        answer = question.get();
      } catch (Throwable e) {
        failure = e;
      }
      try {
        // First, since the code that waits for the outcome may continue on this thread.
        leave();
        startEligibleCalls();
      } finally {
        if (failure == null) {
          outcome.complete(answer);
        } else {
          fail(failure);
        }
      }
    }

    /** Gives up a call that counts as under way. */
    void abandon(Throwable failure) {
      leave();
      fail(failure);
    }

    void fail(Throwable failure) {
      outcome.completeExceptionally(failure);
    }

    private void leave() {
      BucketCalls left = bucketCalls;
      if (left != null && ended.compareAndSet(false, true)) {
        end(left);
      }
    }
  }
}
