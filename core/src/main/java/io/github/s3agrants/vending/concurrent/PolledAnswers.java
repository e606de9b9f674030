package io.github.s3agrants.vending.concurrent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers for those who do not wait for them, but ask again until they are there. Each is loaded
 * once, however many ask. A failure stays for a while, so that those who ask again learn of it.
 * Thread-safe; never blocks.
 */
public final class PolledAnswers<K, V> {
  /** How long a failure stays. The next one who asks after that has it loaded again. */
  private static final long FAILURE_MILLIS = Duration.ofSeconds(5).toMillis();

  private final Clock clock;
  private final Cache<K, Polled<V>> answers;

  /**
   * Without answers yet.
   *
   * @param maximumSize the least useful are evicted first, and loaded again for who asks
   * @param dropped is told of each answer that is forgotten
   */
  public PolledAnswers(Clock clock, int maximumSize, Consumer<V> dropped) {
    this.clock = clock;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(maximumSize)
            .executor(Runnable::run)
            .removalListener(
                (@Nullable K key, @Nullable Polled<V> polled, RemovalCause cause) -> {
                  if (polled != null) {
                    var unused = polled.outcome.thenAccept(dropped);
                  }
                })
            .build();
  }

  /** An answer that is being loaded, or is there. Thread-safe. */
  public static final class Polled<V> {
    private final CompletableFuture<V> outcome = new CompletableFuture<>();
    private final Clock clock;
    private final long sinceMillis;
    private volatile long failedMillis = Long.MAX_VALUE;

    private Polled(Clock clock) {
      this.clock = clock;
      this.sinceMillis = clock.millis();
    }

    private void load(Supplier<CompletableFuture<V>> loader) {
      try {
        var unused =
            loader
                .get()
                .whenComplete(
                    (value, failure) -> {
                      if (failure != null) {
                        fail(failure);
                      } else {
                        outcome.complete(value);
                      }
                    });
      } catch (Throwable e) {
        fail(e);
      }
    }

    private void fail(Throwable failure) {
      failedMillis = clock.millis();
      outcome.completeExceptionally(Futures.asAccessGrantsException(failure));
    }

    private boolean isStale() {
      return clock.millis() - FAILURE_MILLIS >= failedMillis;
    }

    public boolean isDone() {
      return outcome.isDone();
    }

    /** How long ago loading began, in milliseconds. */
    public long ageMillis() {
      return clock.millis() - sinceMillis;
    }

    /**
     * The answer. Only if done.
     *
     * @throws io.github.s3agrants.credentials.AccessGrantsException the failure
     */
    public V get() {
      if (!outcome.isDone()) {
        throw new IllegalStateException("There is no answer yet");
      }
      try {
        return outcome.join();
      } catch (RuntimeException e) {
        throw Futures.asAccessGrantsException(e);
      }
    }
  }

  /** The answer that is there or under way; else one that is loaded from now on. */
  public Polled<V> ask(K key, Supplier<CompletableFuture<V>> loader) {
    Polled<V> mine = new Polled<>(clock);
    Polled<V> present =
        answers.asMap().compute(key, (k, known) -> known == null || known.isStale() ? mine : known);
    if (present == mine) {
      mine.load(loader);
    }
    return present;
  }

  /** Forgets an answer, unless it is another by now. A failure stays. */
  public void forget(K key, Polled<V> polled) {
    if (!polled.outcome.isCompletedExceptionally()) {
      answers.asMap().remove(key, polled);
    }
  }

  public void clear() {
    answers.invalidateAll();
  }
}
