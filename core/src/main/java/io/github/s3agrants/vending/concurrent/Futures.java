package io.github.s3agrants.vending.concurrent;

import io.github.s3agrants.credentials.AccessGrantsException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operations that Java 11's CompletableFuture lacks. */
public final class Futures {
  private Futures() {}

  /**
   * The future that {@code next} makes of the outcome. It gets a failure without
   * CompletionExceptions.
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the nested future is what thenCompose returns
  public static <T, U> CompletableFuture<U> compose(
      CompletableFuture<T> future,
      BiFunction<@Nullable T, @Nullable Throwable, CompletableFuture<U>> next) {
    return future
        .handle((value, failure) -> next.apply(value, failure == null ? null : causeOf(failure)))
        .thenCompose(Function.identity());
  }

  /** The value, or what {@code recovery} makes of the failure. */
  public static <T> CompletableFuture<T> recover(
      CompletableFuture<T> future, Function<Throwable, CompletableFuture<T>> recovery) {
    return compose(future, (value, failure) -> failure == null ? future : recovery.apply(failure));
  }

  /** The failure of a call to the services, in the form that the policies decide on. */
  public static AccessGrantsException asAccessGrantsException(Throwable failure) {
    Throwable cause = causeOf(failure);
    if (cause instanceof AccessGrantsException) {
      return (AccessGrantsException) cause;
    }
    if (cause instanceof RejectedExecutionException) {
      return AccessGrantsException.closed(cause);
    }
    if (cause instanceof Error && !(cause instanceof LinkageError)) {
      // Out of memory, threads or stack: the same call may well succeed in a moment.
      return new AccessGrantsException(
          AccessGrantsException.Kind.UNAVAILABLE, cause.toString(), null, cause);
    }
    // An unexpected failure means that something here is broken. It is named and never retried.
    return new AccessGrantsException(
        AccessGrantsException.Kind.BAD_RESPONSE, "Unexpected: " + cause, null, cause);
  }

  /** The failure without the exceptions that CompletableFuture wraps around it. */
  public static Throwable causeOf(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
