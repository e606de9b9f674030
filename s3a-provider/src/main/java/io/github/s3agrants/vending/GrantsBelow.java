package io.github.s3agrants.vending;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.grants.GrantCache;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.Instance;
import io.github.s3agrants.grants.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether a caller has a grant somewhere below a path. What is in the cache is proof enough; if
 * there is nothing, the service is asked, and the answer holds as long as a refusal does.
 * Thread-safe; never blocks.
 */
final class GrantsBelow {
  /** Far more than any process has directories above its grants. */
  private static final int MAXIMUM_SIZE = 10_000;

  private final GrantsClient client;
  private final Instances instances;
  private final GrantCache grants;
  private final Executor executor;
  private final Cache<Key, Answer> answers;

  GrantsBelow(
      GrantsClient client, Instances instances, GrantCache grants, Executor executor, Clock clock) {
    this.client = client;
    this.instances = instances;
    this.grants = grants;
    this.executor = executor;
    this.answers =
        Caffeine.newBuilder()
            .maximumSize(MAXIMUM_SIZE)
            .expireAfter(Expiry.writing((Key key, Answer answer) -> answer.ttl))
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .executor(Runnable::run)
            .build();
  }

  /** What the cache alone knows: a vended grant of the tenant's below the path. */
  boolean isHeld(Tenant tenant, S3Path path) {
    return grants.holdsBelow(tenant, path);
  }

  /**
   * The answer, or a failure with a {@link GrantException} if the service cannot be reached. A
   * caller who may not list his grants has none there, as far as anybody can tell.
   */
  CompletableFuture<Boolean> exist(VendRequest request, S3Path path) {
    if (isHeld(request.tenant(), path)) {
      return CompletableFuture.completedFuture(true);
    }
    Key key = new Key(request.tenant(), path);
    Answer mine = new Answer(request.deniedTtl());
    Answer present = answers.asMap().putIfAbsent(key, mine);
    if (present != null) {
      return present.outcome;
    }
    return Futures.compose(
        ask(request, path),
        (found, failure) -> {
          if (failure != null || mine.ttl.isZero()) {
            answers.asMap().remove(key, mine);
          }
          if (found != null) {
            mine.outcome.complete(found);
          } else {
            mine.outcome.completeExceptionally(Objects.requireNonNull(failure));
          }
          return mine.outcome;
        });
  }

  private CompletableFuture<Boolean> ask(VendRequest request, S3Path path) {
    CompletableFuture<Boolean> answer =
        instances
            .locate(request.place(), request.base())
            .thenApplyAsync(instance -> call(request, instance, path), executor);
    return Futures.recover(
        answer,
        failure -> {
          GrantException e = Futures.asGrantException(failure);
          return e.kind() == GrantException.Kind.DENIED
              ? CompletableFuture.completedFuture(false)
              : CompletableFuture.failedFuture(e);
        });
  }

  private boolean call(VendRequest request, Instance instance, S3Path path) {
    return client.hasGrantBelow(request.tenant().settings(), instance, path, request.base());
  }

  void clear() {
    answers.invalidateAll();
  }

  private static final class Answer {
    private final CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    private final Duration ttl;

    Answer(Duration ttl) {
      this.ttl = ttl;
    }
  }

  private static final class Key {
    private final Tenant tenant;
    private final S3Path path;

    Key(Tenant tenant, S3Path path) {
      this.tenant = tenant;
      this.path = path;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      return o instanceof Key && path.equals(((Key) o).path) && tenant.equals(((Key) o).tenant);
    }

    @Override
    public int hashCode() {
      return 31 * tenant.hashCode() + path.hashCode();
    }
  }
}
