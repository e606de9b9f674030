package io.github.s3agrants.vending;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.grants.DenialCache;
import io.github.s3agrants.grants.Grant;
import io.github.s3agrants.grants.GrantCache;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantException.Kind;
import io.github.s3agrants.grants.GrantsClient;
import io.github.s3agrants.grants.Instance;
import io.github.s3agrants.grants.TenantBucket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Gets a grant from the cache or from the service, and sees to it that what one call can bring is
 * not asked for twice.
 *
 * <p>A request cannot know which grant will cover it. So while a call for the same tenant, bucket
 * and permission is under way, it waits and looks again; if that brought nothing for it, it waits
 * from then on only for calls that agree with it one path element further than what came back.
 * Under one grant a cold start is one call; under many, one each, all but the first at the same
 * time.
 *
 * <p>Thread-safe. Only the executor's threads ever wait for the service.
 */
final class GrantBroker {
  private final GrantsClient client;
  private final Instances instances;
  private final GrantCache grants;
  private final DenialCache denials;
  private final Executor executor;
  private final Clock clock;
  private final Object lock = new Object();
  private final Map<TenantBucket, List<Vend>> underWay = new HashMap<>();

  GrantBroker(
      GrantsClient client,
      Instances instances,
      GrantCache grants,
      DenialCache denials,
      Executor executor,
      Clock clock) {
    this.client = client;
    this.instances = instances;
    this.grants = grants;
    this.denials = denials;
    this.executor = executor;
    this.clock = clock;
  }

  /** The grant to use, or a failure with a {@link GrantException}. */
  CompletableFuture<Grant> grant(VendRequest request) {
    return grant(request, 0);
  }

  private CompletableFuture<Grant> grant(VendRequest request, int agreed) {
    Vend vend;
    synchronized (lock) {
      // A call that ends puts what it brought into the caches before it leaves the list: whoever
      // finds neither here must ask.
      Optional<Grant> kept = grants.find(request.tenant(), request.access());
      if (kept.isPresent()) {
        return CompletableFuture.completedFuture(kept.get());
      }
      Optional<GrantException> refused = denials.find(request.tenant(), request.access());
      if (refused.isPresent()) {
        return CompletableFuture.failedFuture(refused.get());
      }
      List<Vend> vends = underWay.computeIfAbsent(request.place(), place -> new ArrayList<>());
      for (Vend other : vends) {
        if (other.mayServe(request.access(), agreed)) {
          return waitFor(other, request);
        }
      }
      vend = new Vend(request.access());
      vends.add(vend);
    }
    ask(vend, request);
    return vend.outcome();
  }

  private CompletableFuture<Grant> waitFor(Vend vend, VendRequest request) {
    return Futures.compose(
        vend.outcome(), (grant, failure) -> lookAgain(vend, request, grant, failure));
  }

  private CompletableFuture<Grant> lookAgain(
      Vend vend, VendRequest request, @Nullable Grant grant, @Nullable Throwable failure) {
    S3Path path = request.access().path();
    S3Path seen = vend.access().path();
    if (failure != null) {
      GrantException e = Futures.asGrantException(failure);
      if (!e.kind().isAboutTarget() || vend.asks(request.access())) {
        return CompletableFuture.failedFuture(e);
      }
    } else if (grant != null) {
      if (grant.scope().covers(path)) {
        return CompletableFuture.completedFuture(grant);
      }
      seen = grant.scope();
    }
    return grant(request, Vend.agreedAfter(seen, path.key()));
  }

  private void ask(Vend vend, VendRequest request) {
    CompletableFuture<Grant> answer =
        instances
            .locate(request.place(), request.base())
            .thenApplyAsync(instance -> call(request, instance), executor);
    // "unused": what it ends in is the outcome of the vend.
    var unused =
        answer.whenComplete(
            (grant, failure) ->
                end(
                    vend,
                    request,
                    grant,
                    failure == null ? null : Futures.asGrantException(failure)));
  }

  private Grant call(VendRequest request, Instance instance) {
    Grant grant =
        client.getDataAccess(
            request.tenant().settings(),
            instance,
            request.access(),
            request.auditContext(),
            request.base());
    if (!grant.covers(request.access().path(), request.access().permission(), clock.millis())) {
      throw new GrantException(
          Kind.BAD_RESPONSE,
          "GetDataAccess gave credentials that have expired already ("
              + grant
              + ")."
              + " Check this machine's clock.");
    }
    return grant;
  }

  private void end(
      Vend vend, VendRequest request, @Nullable Grant grant, @Nullable GrantException failure) {
    if (grant != null) {
      grants.put(request.tenant(), grant);
    } else if (failure != null && failure.kind() == Kind.DENIED) {
      denials.put(request.tenant(), request.access(), failure, request.deniedTtl());
    }
    synchronized (lock) {
      underWay.computeIfPresent(
          request.place(),
          (place, vends) -> {
            vends.remove(vend);
            return vends.isEmpty() ? null : vends;
          });
    }
    if (grant != null) {
      vend.outcome().complete(grant);
    } else {
      vend.outcome()
          .completeExceptionally(
              failure != null
                  ? failure
                  : new GrantException(Kind.BAD_RESPONSE, "GetDataAccess gave nothing."));
    }
    if (failure != null && failure.kind() == Kind.NO_INSTANCE) {
      // Only now, so that those who waited could still say which instance is not there.
      instances.forget(request.place());
    }
  }
}
