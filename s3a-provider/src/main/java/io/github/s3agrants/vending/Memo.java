package io.github.s3agrants.vending;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Answers that are asked for once, however many wait for them. A failure reaches those who waited
 * and is forgotten: the next one asks again. Thread-safe.
 *
 * <p>Not Caffeine's AsyncCache, which logs each failed load; a refusal is no news here.
 */
final class Memo<K, V> {
  /** Far more than any process has callers and buckets; bounds one that makes them up. */
  private static final int MAXIMUM_SIZE = 10_000;

  private final Cache<K, CompletableFuture<V>> answers =
      Caffeine.newBuilder().maximumSize(MAXIMUM_SIZE).executor(Runnable::run).build();

  /** The answer, if it has come. */
  Optional<V> known(K key) {
    CompletableFuture<V> answer = answers.getIfPresent(key);
    return answer == null || answer.isCompletedExceptionally()
        ? Optional.empty()
        : Optional.ofNullable(answer.getNow(null));
  }

  CompletableFuture<V> get(K key, Supplier<CompletableFuture<V>> question) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> present = answers.asMap().putIfAbsent(key, mine);
    if (present != null) {
      return present;
    }
    return Futures.compose(
        ask(question),
        (value, failure) -> {
          if (failure == null && value != null) {
            mine.complete(value);
          } else {
            answers.asMap().remove(key, mine);
            mine.completeExceptionally(
                failure != null ? failure : new IllegalStateException("No answer"));
          }
          return mine;
        });
  }

  /** Whoever waits must hear of it also if the question could not even be put. */
  private static <V> CompletableFuture<V> ask(Supplier<CompletableFuture<V>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  void forget(K key) {
    answers.invalidate(key);
  }

  void clear() {
    answers.invalidateAll();
  }
}
