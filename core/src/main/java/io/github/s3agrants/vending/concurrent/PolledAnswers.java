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
 * once, however many ask. An outcome stays for a while, so that those who ask again learn of it.
 * Thread-safe; never blocks.
 */
public final class PolledAnswers<K, V> {
  /**
   * How long an outcome stays that may change. The next one who asks after that has it loaded
   * again.
   */
  private static final long LINGER_MILLIS = Duration.ofSeconds(5).toMillis();

  private final Clock clock;
  private final boolean keepsAnswers;
  private final Cache<K, Polled<V>> answers;

  /**
   * Without answers yet.
   *
   * @param keepsAnswers whether an answer stays until it is forgotten; a failure never does
   * @param maximumSize the least useful are evicted first, and loaded again for who asks
   * @param dropped is told of each answer that is forgotten
   */
  public PolledAnswers(Clock clock, boolean keepsAnswers, int maximumSize, Consumer<V> dropped) {
    this.clock = clock;
    this.keepsAnswers = keepsAnswers;
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
    private volatile long doneMillis = Long.MAX_VALUE;

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
                        doneMillis = clock.millis();
                        outcome.complete(value);
                      }
                    });
      } catch (Throwable e) {
        fail(e);
      }
    }

    private void fail(Throwable failure) {
      doneMillis = clock.millis();
      outcome.completeExceptionally(Futures.asAccessGrantsException(failure));
    }

    private boolean isStale(boolean kept) {
      return clock.millis() - LINGER_MILLIS >= doneMillis
          && !(kept && !outcome.isCompletedExceptionally());
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
        answers
            .asMap()
            .compute(
                key, (k, known) -> known == null || known.isStale(keepsAnswers) ? mine : known);
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

  /** Forgets the answer that is there, if any. A failure stays, and so does what is under way. */
  public void forget(K key) {
    Polled<V> polled = answers.getIfPresent(key);
    if (polled != null && polled.isDone()) {
      forget(key, polled);
    }
  }

  public void clear() {
    answers.invalidateAll();
  }
}
