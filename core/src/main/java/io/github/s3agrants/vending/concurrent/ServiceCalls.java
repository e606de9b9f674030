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
 * The calls to the services, in lanes of their own by what they are for, so that none has to wait
 * behind another kind. Thread-safe; never blocks, never throws.
 */
public final class ServiceCalls {
  /** What a call is for. */
  public enum Lane {
    /** A request waits for it. */
    REQUEST(32),
    /** Nobody waits: what was vended still serves. */
    RENEWAL(16),
    /** Questions about directories above grants, and what is made ready beforehand. */
    PROBE(16);

    private final int limit;

    Lane(int limit) {
      this.limit = limit;
    }
  }

  /** How many calls, and so threads and connections, there are at most. */
  public static final int MAXIMUM = Arrays.stream(Lane.values()).mapToInt(lane -> lane.limit).sum();

  /** As long as a call itself may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<Lane, Bulkhead> lanes = new EnumMap<>(Lane.class);

  /**
   * Lanes on the same threads.
   *
   * @param executor with as many threads as are wanted, {@link #MAXIMUM} at most
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

  /** Fails all calls that have not begun yet. */
  public void close() {
    lanes.values().forEach(Bulkhead::close);
  }
}
