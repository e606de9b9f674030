package io.github.s3agrants.vending.concurrent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Caches answers. Each is loaded once, however many requests wait for it. A failure reaches the
 * requests that waited and is then forgotten, as is an answer whose time is over: the next request
 * loads it again. Thread-safe.
 *
 * <p>This is not Caffeine's AsyncCache, because that logs each failed load. Here, a refusal is
 * normal.
 */
public final class SingleFlightCache<K, V> {
  /** Far more than the callers and buckets of any process. Limits a process that makes them up. */
  private static final int MAXIMUM_SIZE = 10_000;

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final Cache<K, Answer<V>> answers;

  /** A cache of answers that do not expire. */
  public SingleFlightCache() {
    answers = Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();
  }

  /**
   * A cache of answers that may expire.
   *
   * @param clock measures their life
   */
  public SingleFlightCache(Clock clock) {
    answers =
        Caffeine.newBuilder()
            .maximumSize(MAXIMUM_SIZE)
            .expireAfter(Expiry.writing((K key, Answer<V> answer) -> answer.life))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  /** The answer, if it has arrived. */
  public Optional<V> known(K key) {
    Answer<V> answer = answers.getIfPresent(key);
    return answer == null || answer.outcome.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.ofNullable(answer.outcome.getNow(null));
  }

  public CompletableFuture<V> get(K key, Supplier<CompletableFuture<V>> loader) {
    return get(key, FOREVER, loader);
  }

  /**
   * The answer, which is forgotten after a time.
   *
   * @param life starts when loading starts; zero: each request loads the answer
   */
  public CompletableFuture<V> get(K key, Duration life, Supplier<CompletableFuture<V>> loader) {
    Answer<V> mine = new Answer<>(life);
    try {
      Answer<V> present = answers.asMap().putIfAbsent(key, mine);
      if (present != null) {
        return present.outcome;
      }
      var unused = loader.get().whenComplete((value, failure) -> settle(key, mine, value, failure));
    } catch (Throwable e) {
      // Those who wait must learn of it even if the load could not be started.
      settle(key, mine, null, e);
    }
    return mine.outcome;
  }

  private void settle(K key, Answer<V> mine, @Nullable V value, @Nullable Throwable failure) {
    try {
      if (value == null) {
        answers.asMap().remove(key, mine);
      }
    } finally {
      if (value != null) {
        mine.outcome.complete(value);
      } else {
        mine.outcome.completeExceptionally(
            failure != null ? Futures.causeOf(failure) : new IllegalStateException("No answer"));
      }
    }
  }

  public void forget(K key) {
    answers.invalidate(key);
  }

  public void clear() {
    answers.invalidateAll();
  }

  private static final class Answer<V> {
    final CompletableFuture<V> outcome = new CompletableFuture<>();
    final Duration life;

    Answer(Duration life) {
      this.life = life;
    }
  }
}
