package io.github.s3agrants.vending;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CredentialCache;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Whether a caller has a grant somewhere below a path. What is in the cache is proof enough; if
 * there is nothing, the service is asked, and the answer holds as long as a refusal does.
 * Thread-safe; never blocks.
 */
final class DescendantGrants {
  private final AccessGrantsClient client;
  private final AccessGrantsInstances instances;
  private final CredentialCache cache;
  private final ServiceCalls calls;
  private final SingleFlightCache<DescendantsKey, Boolean> answers;

  DescendantGrants(
      AccessGrantsClient client,
      AccessGrantsInstances instances,
      CredentialCache cache,
      ServiceCalls calls,
      Clock clock) {
    this.client = client;
    this.instances = instances;
    this.cache = cache;
    this.calls = calls;
    this.answers = new SingleFlightCache<>(clock);
  }

  /** What the cache alone knows: a vended grant of the owner's below the path. */
  boolean isHeld(CacheOwner owner, S3Path path) {
    return cache.holdsBelow(owner, path);
  }

  /**
   * The answer, or a failure with a {@link AccessGrantsException} if the service cannot be reached.
   * A caller who may not list his grants has none there, as far as anybody can tell.
   */
  CompletableFuture<Boolean> exist(VendRequest request, S3Path path) {
    if (isHeld(request.owner(), path)) {
      return CompletableFuture.completedFuture(true);
    }
    Duration life = request.deniedTtl();
    return SignerFailure.of(
        answers.get(
            new DescendantsKey(request.owner(), path, life),
            life,
            () -> SignerFailure.shared(ask(request, path), request.base())),
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
                        ServiceCalls.Lane.PROBE,
                        Endpoint.s3Control(
                            request.owner().settings(), instance.region(), instance.account()),
                        path.bucket(),
                        () -> call(request, instance, path)));
    return Futures.recover(
        answer,
        failure -> {
          AccessGrantsException e = Futures.asAccessGrantsException(failure);
          return e.kind().isRefusalOfCaller()
              ? CompletableFuture.completedFuture(false)
              : CompletableFuture.failedFuture(e);
        });
  }

  private boolean call(VendRequest request, AccessGrantsInstance instance, S3Path path) {
    return client.hasGrantBelow(request.owner().settings(), instance, path, request.base());
  }

  void clear() {
    answers.clear();
  }
}
