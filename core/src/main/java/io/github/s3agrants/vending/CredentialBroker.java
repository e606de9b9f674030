package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.DenialCache;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gets a grant from the cache or from the service, renews it before it expires, and sees to it that
 * what one call can bring is not asked for twice.
 *
 * <p>A request cannot know which grant will cover it. So while a call for the same owner, bucket
 * and permission is under way, it waits and looks again; if that brought nothing for it, it waits
 * from then on only for calls that agree with it one path element further than what came back.
 * Under one grant a cold start is one call; under many, one each, all but the first at the same
 * time.
 *
 * <p>Thread-safe. Only the executor's threads ever wait for the service.
 */
final class CredentialBroker {
  private final AccessGrantsClient client;
  private final AccessGrantsInstances instances;
  private final CredentialCache cache;
  private final DenialCache denials;
  private final Statistics statistics;
  private final UnexpectedScopes unexpectedScopes;
  private final ServiceCalls calls;
  private final Clock clock;
  private final Object lock = new Object();
  private final Map<OwnerBucket, List<InFlightVend>> underWay = new HashMap<>();

  CredentialBroker(
      AccessGrantsClient client,
      AccessGrantsInstances instances,
      CredentialCache cache,
      DenialCache denials,
      Statistics statistics,
      ServiceCalls calls,
      Clock clock) {
    this.client = client;
    this.instances = instances;
    this.cache = cache;
    this.denials = denials;
    this.statistics = statistics;
    this.unexpectedScopes = new UnexpectedScopes(statistics);
    this.calls = calls;
    this.clock = clock;
  }

  /** Credentials that are here already; null if there are none that cover it now. */
  @Nullable CachedCredentials find(CacheOwner owner, Access access, long nowMillis) {
    return cache.find(owner, access, nowMillis);
  }

  /** Whether no grant covers what is asked for; any other failure is one of the future. */
  CompletableFuture<Boolean> isDenied(VendRequest request) {
    return Futures.compose(
        credentials(request),
        (cached, failure) -> {
          if (cached != null) {
            return CompletableFuture.completedFuture(false);
          }
          AccessGrantsException e = Futures.asAccessGrantsException(requireNonNull(failure));
          return e.kind() == Kind.DENIED
              ? CompletableFuture.completedFuture(true)
              : CompletableFuture.failedFuture(e);
        });
  }

  /** Whether the caller of a request has a grant below a path, as the service says. */
  CompletableFuture<Boolean> hasGrantBelow(VendRequest request, S3Path path) {
    return instances
        .locate(request.ownerBucket(), request.base())
        .thenCompose(
            instance ->
                calls.make(
                    ServiceCalls.Lane.PROBE,
                    Endpoint.s3Control(
                        request.owner().settings(), instance.region(), instance.account()),
                    path.bucket(),
                    () ->
                        client.hasGrantBelow(
                            request.owner().settings(), instance, path, request.base())));
  }

  /** See {@link CredentialVendor#look}. */
  RefusedReadFinding look(RefusedRead refused) {
    try {
      return client.isMissing(refused) ? RefusedReadFinding.MISSING : RefusedReadFinding.NOTHING;
    } catch (AccessGrantsException e) {
      return e.kind() == Kind.CALLER_CREDENTIALS
          ? RefusedReadFinding.CREDENTIALS_REJECTED
          : RefusedReadFinding.NOTHING;
    } catch (RuntimeException | Error e) {
      // The caller has been refused already; whatever went wrong here is not worth more.
      return RefusedReadFinding.NOTHING;
    }
  }

  /** The credentials to use, or a failure with a {@link AccessGrantsException}. */
  CompletableFuture<CachedCredentials> credentials(VendRequest request) {
    return credentials(request, 0);
  }

  /**
   * Asks anew for what was asked for when {@code kept} was vended, in the background. To be called
   * by whoever claimed the renewal.
   */
  void renew(CachedCredentials cached, VendRequest request) {
    try {
      VendRequest again = request.with(cached.asked());
      InFlightVend vend = new InFlightVend(again, cached.credentials().scope());
      OwnerBucket ownerBucket = again.ownerBucket();
      synchronized (lock) {
        underWay.computeIfAbsent(ownerBucket, key -> new ArrayList<>()).add(vend);
      }
      ask(vend, again, ownerBucket, cached);
    } catch (Throwable e) {
      // The request at hand has its credentials, and another will see to the renewal.
      cached.renewLater(clock.millis());
    }
  }

  private CompletableFuture<CachedCredentials> credentials(
      VendRequest request, int minSharedLength) {
    OwnerBucket ownerBucket = request.ownerBucket();
    InFlightVend vend;
    synchronized (lock) {
      // A call that ends puts what it brought into the caches before it leaves the list: whoever
      // finds neither here must ask.
      CachedCredentials cached = cache.find(request.owner(), request.access());
      if (cached != null) {
        return CompletableFuture.completedFuture(cached);
      }
      Optional<AccessGrantsException> refused = refusal(request);
      if (refused.isPresent()) {
        return CompletableFuture.failedFuture(refused.get());
      }
      List<InFlightVend> vends = underWay.computeIfAbsent(ownerBucket, key -> new ArrayList<>());
      for (InFlightVend other : vends) {
        if (other.mayCover(request.access(), minSharedLength)) {
          return waitFor(other, request, minSharedLength);
        }
      }
      vend = new InFlightVend(request);
      vends.add(vend);
    }
    ask(vend, request, ownerBucket, null);
    return vend.outcome();
  }

  /**
   * The remembered refusal of what is asked for. Whoever may not read a path, or may not write it,
   * may not do both: else a permission that has just been refused could be had by another name.
   */
  private Optional<AccessGrantsException> refusal(VendRequest request) {
    Access access = request.access();
    Optional<AccessGrantsException> same = remembered(request, access);
    return access.permission() != Permission.READWRITE
        ? same
        : same.or(() -> denied(request, access.with(Permission.READ)))
            .or(() -> denied(request, access.with(Permission.WRITE)));
  }

  /** Of a grant that there is not: another one's location may have another role. */
  private Optional<AccessGrantsException> denied(VendRequest request, Access access) {
    return remembered(request, access).filter(refusal -> refusal.kind() == Kind.DENIED);
  }

  private Optional<AccessGrantsException> remembered(VendRequest request, Access access) {
    return denials.find(request.owner(), access, request.deniedTtl());
  }

  private CompletableFuture<CachedCredentials> waitFor(
      InFlightVend vend, VendRequest request, int minSharedLength) {
    return Futures.compose(
        vend.outcome(),
        (cached, failure) -> lookAgain(vend, request, minSharedLength, cached, failure));
  }

  private CompletableFuture<CachedCredentials> lookAgain(
      InFlightVend vend,
      VendRequest request,
      int minSharedLength,
      @Nullable CachedCredentials cached,
      @Nullable Throwable failure) {
    S3Path path = request.access().path();
    S3Path seen = vend.access().path();
    if (failure != null) {
      AccessGrantsException e = Futures.asAccessGrantsException(failure);
      if (e.kind().isAboutSigner() && !vend.isSignedLike(request)) {
        // Another session of the same caller has ended, and says nothing about this one.
        return credentials(request, minSharedLength);
      }
      if (!e.kind().isAboutTarget() || vend.requestsSame(request.access())) {
        return CompletableFuture.failedFuture(e);
      }
    } else if (cached != null) {
      if (cached.credentials().scope().covers(path)) {
        return CompletableFuture.completedFuture(cached);
      }
      seen = cached.credentials().scope();
    }
    return credentials(request, InFlightVend.minSharedLengthAfter(seen, path.key()));
  }

  /** Whatever is thrown, and wherever, the vend gets its outcome and leaves the list. */
  private void ask(
      InFlightVend vend,
      VendRequest request,
      OwnerBucket ownerBucket,
      @Nullable CachedCredentials renewed) {
    ServiceCalls.Lane lane =
        renewed == null ? ServiceCalls.Lane.REQUEST : ServiceCalls.Lane.RENEWAL;
    try {
      var unused =
          instances
              .locate(ownerBucket, request.base())
              .thenCompose(
                  instance ->
                      // Whatever keeps the instance from answering, a failure names it.
                      Futures.recover(
                          calls.make(
                              lane,
                              Endpoint.s3Control(
                                  request.owner().settings(),
                                  instance.region(),
                                  instance.account()),
                              ownerBucket.bucket(),
                              () -> call(request, instance)),
                          failure ->
                              CompletableFuture.failedFuture(
                                  Futures.asAccessGrantsException(failure).of(instance))))
              .whenComplete(
                  (vended, failure) ->
                      settle(vend, request, ownerBucket, renewed, vended, failure));
    } catch (Throwable e) {
      settle(vend, request, ownerBucket, renewed, null, e);
    }
  }

  private VendedCredentials call(VendRequest request, AccessGrantsInstance instance) {
    Instant asked = clock.instant();
    VendedCredentials vended =
        client.getDataAccess(
            request.owner().settings(),
            instance,
            request.access(),
            request.auditContext(),
            request.base());
    if (!vended.covers(request.access().path(), request.access().permission(), clock.millis())) {
      throw new AccessGrantsException(
          Kind.BAD_RESPONSE,
          "GetDataAccess gave credentials that have expired already ("
              + vended
              + "): by its own Date header, or where it sends none, by this machine's clock.");
    }
    statistics.vended(Duration.between(asked, clock.instant()));
    vended
        .unexpectedScope()
        .ifPresent(text -> unexpectedScopes.note(text, request.access().path()));
    return vended;
  }

  private void settle(
      InFlightVend vend,
      VendRequest request,
      OwnerBucket ownerBucket,
      @Nullable CachedCredentials renewed,
      @Nullable VendedCredentials vended,
      @Nullable Throwable failure) {
    CachedCredentials cached = null;
    Throwable why = failure;
    try {
      if (vended != null) {
        cached = succeed(request, vended, renewed);
      } else {
        AccessGrantsException refusal =
            failure == null
                ? new AccessGrantsException(Kind.BAD_RESPONSE, "GetDataAccess gave nothing.")
                : Futures.asAccessGrantsException(failure);
        why = refusal;
        fail(request, refusal, renewed);
      }
    } catch (Throwable e) {
      if (why == null) {
        why = e;
      }
      if (renewed != null) {
        renewed.renewLater(clock.millis());
      }
    } finally {
      leave(vend, ownerBucket);
      if (cached != null) {
        vend.outcome().complete(cached);
      } else {
        vend.outcome().completeExceptionally(requireNonNull(why));
      }
    }
    if (why instanceof AccessGrantsException
        && ((AccessGrantsException) why).kind() == Kind.NO_INSTANCE) {
      instances.forget(ownerBucket);
    }
  }

  private CachedCredentials succeed(
      VendRequest request, VendedCredentials vended, @Nullable CachedCredentials renewed) {
    CachedCredentials cached = cache.put(request.owner(), vended, request.access());
    if (renewed != null) {
      statistics.renewed();
      if (renewed.isRefused()) {
        // Perhaps another grant matches now, and those that S3 refused would still be found.
        cache.drop(renewed);
      }
    }
    return cached;
  }

  private void fail(
      VendRequest request, AccessGrantsException failure, @Nullable CachedCredentials renewed) {
    Kind kind = failure.kind();
    // Whoever may not even ask for the instance has not been refused by it.
    boolean refused = kind.isRefusal() && failure.instance().isPresent();
    if (renewed != null) {
      if (kind == Kind.NO_INSTANCE || (refused && kind != Kind.LOCATION_ROLE)) {
        // The service has taken the grant back, or IAM the right to ask for it.
        cache.drop(renewed);
      } else {
        // It could not be asked, or may not assume the role of which these are a session: then the
        // grant still stands, and S3 holds against the role what they may do. What was vended
        // serves until it really ends.
        renewed.renewLater(clock.millis());
      }
    }
    if (refused) {
      denials.put(request.owner(), request.access(), failure, request.deniedTtl());
    }
    if (kind.isRefusalOfCaller()) {
      statistics.denied();
    } else {
      statistics.vendFailed();
    }
  }

  /** Makes nothing new, since it must not fail for want of memory. */
  private void leave(InFlightVend vend, OwnerBucket ownerBucket) {
    synchronized (lock) {
      List<InFlightVend> vends = underWay.get(ownerBucket);
      if (vends != null) {
        vends.remove(vend);
        if (vends.isEmpty()) {
          underWay.remove(ownerBucket);
        }
      }
    }
  }
}
