package io.github.s3agrants.vending.concurrent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Makes the calls to the services, in one lane per purpose, so that no call waits behind those of
 * another purpose. Thread-safe; never blocks, never throws.
 */
public final class ServiceCalls {
  /** The purpose of a call. */
  public enum Lane {
    /** A request waits for the call. */
    REQUEST(32),
    /** A renewal. No request waits for it: the old credentials still serve. */
    RENEWAL(16),
    /** Calls about directories above grants, and preparations. */
    PROBE(16);

    private final int limit;

    Lane(int limit) {
      this.limit = limit;
    }
  }

  /** The maximum number of calls, and so of threads and connections. */
  public static final int MAXIMUM = Arrays.stream(Lane.values()).mapToInt(lane -> lane.limit).sum();

  /** A call waits as long as it may take itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<Lane, Bulkhead> lanes = new EnumMap<>(Lane.class);

  /**
   * Lanes on the same threads.
   *
   * @param executor has as many threads as wanted; at most {@link #MAXIMUM} are used
   */
  public ServiceCalls(Executor executor) {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, new Bulkhead(executor, lane.limit, PATIENCE, System::nanoTime));
    }
  }

  /** See {@link Bulkhead#call}. */
  public <T> CompletableFuture<T> make(
      Lane lane, Endpoint endpoint, String bucket, Supplier<T> question) {
    return requireNonNull(lanes.get(lane)).call(endpoint, bucket, question);
  }

  /** Fails all calls that have not begun, and all later ones. */
  public void close() {
    lanes.values().forEach(Bulkhead::close);
  }
}
