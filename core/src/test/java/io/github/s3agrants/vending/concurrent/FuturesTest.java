package io.github.s3agrants.vending.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** How failures that come from no service are classified. */
class FuturesTest {
  private static Kind kind(Throwable failure) {
    return Futures.asAccessGrantsException(new CompletionException(failure)).kind();
  }

  @Test
  void want_of_memory_threads_or_stack_is_an_outage() {
    assertThat(kind(new OutOfMemoryError("unable to create native thread")))
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(kind(new StackOverflowError())).isEqualTo(Kind.UNAVAILABLE);
    assertThat(kind(new InternalError())).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  void a_class_that_is_missing_is_no_outage_and_is_named() {
    AccessGrantsException failure =
        Futures.asAccessGrantsException(new NoClassDefFoundError("org/example/Missing"));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_RESPONSE);
    assertThat(failure).hasMessageContaining("org/example/Missing");
  }

  @Test
  void an_executor_that_takes_no_more_is_closed() {
    assertThat(kind(new RejectedExecutionException())).isEqualTo(Kind.CLOSED);
  }

  @Test
  void what_is_known_stays() {
    AccessGrantsException known = new AccessGrantsException(Kind.THROTTLED, "slow down");
    assertThat(Futures.asAccessGrantsException(new CompletionException(known))).isSameAs(known);
  }
}
