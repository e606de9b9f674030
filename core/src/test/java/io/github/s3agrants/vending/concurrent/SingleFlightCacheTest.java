package io.github.s3agrants.vending.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Answers that are loaded once. */
class SingleFlightCacheTest {
  /** Throws as ThreadPoolExecutor does if the system gives it no thread. */
  @Test
  void a_question_that_could_not_be_put_is_forgotten() {
    SingleFlightCache<String, String> cache = new SingleFlightCache<>();
    OutOfMemoryError error = new OutOfMemoryError("unable to create native thread");
    CompletableFuture<String> none =
        cache.get(
            "k",
            () -> {
              throw error;
            });
    assertThat(assertThrows(CompletionException.class, none::join)).hasCause(error);
    assertThat(cache.get("k", () -> CompletableFuture.completedFuture("v")))
        .isCompletedWithValue("v");
  }
}
