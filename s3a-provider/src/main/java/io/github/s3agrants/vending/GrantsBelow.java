package io.github.s3agrants.vending;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.grants.GrantCache;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.Instance;
import io.github.s3agrants.grants.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Whether a caller has a grant somewhere below a path. What is in the cache is proof enough; if
 * there is nothing, the service is asked, and the answer holds as long as a refusal does.
 * Thread-safe; never blocks.
 */
final class GrantsBelow {
  private final GrantsClient client;
  private final Instances instances;
  private final GrantCache grants;
  private final Calls calls;
  private final Memo<BelowKey, Boolean> answers;

  GrantsBelow(
      GrantsClient client, Instances instances, GrantCache grants, Calls calls, Clock clock) {
    this.client = client;
    this.instances = instances;
    this.grants = grants;
    this.calls = calls;
    this.answers = new Memo<>(clock);
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
    Duration life = request.deniedTtl();
    return AskerFailure.of(
        answers.get(
            new BelowKey(request.tenant(), path, life),
            life,
            () -> AskerFailure.shared(ask(request, path), request.base())),
        request.base(),
        () -> exist(request, path));
  }

  private CompletableFuture<Boolean> ask(VendRequest request, S3Path path) {
    CompletableFuture<Boolean> answer =
        instances
            .locate(request.place(), request.base())
            .thenCompose(
                instance ->
                    calls.make(
                        Calls.Lane.PROBE,
                        Endpoint.s3Control(
                            request.tenant().settings(), instance.region(), instance.account()),
                        path.bucket(),
                        () -> call(request, instance, path)));
    return Futures.recover(
        answer,
        failure -> {
          GrantException e = Futures.asGrantException(failure);
          return e.kind().isRefusalOfCaller()
              ? CompletableFuture.completedFuture(false)
              : CompletableFuture.failedFuture(e);
        });
  }

  private boolean call(VendRequest request, Instance instance, S3Path path) {
    return client.hasGrantBelow(request.tenant().settings(), instance, path, request.base());
  }

  void clear() {
    answers.clear();
  }
}
