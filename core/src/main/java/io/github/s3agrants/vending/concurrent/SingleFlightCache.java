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
 * Answers that are asked for once, however many wait for them. A failure reaches those who waited
 * and is forgotten: the next one asks again; so is an answer whose time is over. Thread-safe.
 *
 * <p>Not Caffeine's AsyncCache, which logs each failed load; a refusal is no news here.
 */
public final class SingleFlightCache<K, V> {
  /** Far more than any process has callers and buckets; bounds one that makes them up. */
  private static final int MAXIMUM_SIZE = 10_000;

  private static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

  private final Cache<K, Answer<V>> answers;

  /** For answers that stay. */
  public SingleFlightCache() {
    answers = Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();
  }

  /**
   * For answers that may have a time.
   *
   * @param clock by which they live
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

  /** The answer, if it has come. */
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
   * @param life from the question on; zero: every one asks
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
      // Whoever waits must hear of it also if the question could not even be put.
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
