package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.DenialCache;
import io.github.s3agrants.credentials.OwnerBucket;
import io.github.s3agrants.credentials.Usage;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.concurrent.Futures;
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
 * Gets vended credentials from the cache or the service, renews them before they expire, and avoids
 * calls whose result another call can bring. Thread-safe. Only the executor's threads wait for the
 * service.
 *
 * <p>A request cannot know which grant will cover it. While a call for the same owner, bucket and
 * permission is under way, the request therefore waits for it and then looks again. If the result
 * does not cover the request, it waits from then on only for calls whose key agrees with its own
 * for one path element more than the result's scope does.
 *
 * <p>Under one grant, a cold start makes one call. Under many grants, it makes one call for each,
 * all but the first at the same time.
 */
final class CredentialBroker {
  private final GrantsClient grants;
  private final CredentialCache cache;
  private final DenialCache denials;
  private final Statistics statistics;
  private final Usage usage;
  private final UnexpectedScopes unexpectedScopes;
  private final Clock clock;
  private final Object lock = new Object();
  private final Map<OwnerBucket, List<InFlightVend>> underWay = new HashMap<>();

  CredentialBroker(
      GrantsClient grants,
      CredentialCache cache,
      DenialCache denials,
      Statistics statistics,
      Usage usage,
      Clock clock) {
    this.grants = grants;
    this.cache = cache;
    this.denials = denials;
    this.statistics = statistics;
    this.usage = usage;
    this.unexpectedScopes = new UnexpectedScopes(statistics);
    this.clock = clock;
  }

  /** The cached credentials that cover {@code access} now; null if there are none. */
  @Nullable CachedCredentials find(CacheOwner owner, Access access, long nowMillis) {
    return cache.find(owner, access, nowMillis);
  }

  /** Whether the cache has credentials that cover {@code access} now. */
  boolean isVended(CacheOwner owner, Access access) {
    return cache.find(owner, access) != null;
  }

  /** Whether no grant covers the requested access. Any other failure fails the future. */
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

  /** Whether the caller of a request has a grant below a path, according to the service. */
  CompletableFuture<Boolean> hasGrantBelow(VendRequest request, S3Path path) {
    return grants.hasGrantBelow(request, path);
  }

  /** The credentials to use, or a failure with an {@link AccessGrantsException}. */
  CompletableFuture<CachedCredentials> credentials(VendRequest request) {
    return credentials(request, request.isRouted() ? InFlightVend.SAME_PATH : 0);
  }

  /**
   * Renews credentials in the background, by requesting the same access again. Only the thread that
   * claimed the renewal may call this.
   *
   * @return the new credentials, which may have another scope; or a failure with an {@link
   *     AccessGrantsException}
   */
  CompletableFuture<CachedCredentials> renew(CachedCredentials cached, VendRequest request) {
    try {
      VendRequest again = request.with(cached.asked());
      InFlightVend vend = new InFlightVend(again, cached.credentials().scope());
      OwnerBucket ownerBucket = again.ownerBucket();
      synchronized (lock) {
        underWay.computeIfAbsent(ownerBucket, key -> new ArrayList<>()).add(vend);
      }
      ask(vend, again, ownerBucket, cached);
      return vend.outcome();
    } catch (Throwable e) {
      // The current request has its credentials, and a later one retries the renewal.
      cached.renewLater(clock.millis());
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The renewal of these credentials that is under way; empty if there is none. */
  Optional<CompletableFuture<CachedCredentials>> renewal(
      CachedCredentials cached, OwnerBucket ownerBucket) {
    synchronized (lock) {
      return underWay.getOrDefault(ownerBucket, List.of()).stream()
          .filter(vend -> vend.renews(cached))
          .map(InFlightVend::outcome)
          .findFirst();
    }
  }

  private CompletableFuture<CachedCredentials> credentials(
      VendRequest request, int minSharedLength) {
    OwnerBucket ownerBucket = request.ownerBucket();
    InFlightVend vend;
    synchronized (lock) {
      // A call that ends puts its result into the caches before it leaves the list. A request that
      // finds neither must make the call.
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
   * The cached refusal of a request. A caller who was refused READ or WRITE on a path is refused
   * READWRITE too. Otherwise they could get a permission that has just been refused, as a part of
   * READWRITE.
   */
  private Optional<AccessGrantsException> refusal(VendRequest request) {
    Access access = request.access();
    Optional<AccessGrantsException> same = remembered(request, access);
    return access.permission() != Permission.READWRITE
        ? same
        : same.or(() -> denied(request, access.with(Permission.READ)))
            .or(() -> denied(request, access.with(Permission.WRITE)));
  }

  /** The cached refusal of another access of a request, because there was no grant. */
  Optional<AccessGrantsException> denial(VendRequest request, Access access) {
    return denied(request, access);
  }

  /**
   * A cached refusal because there is no grant. A role that cannot be assumed is not one: the
   * location of another grant may have another role.
   */
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
        // The session that signed the call has ended, which says nothing about this request's.
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
    return credentials(
        request,
        request.isRouted()
            ? InFlightVend.SAME_PATH
            : InFlightVend.minSharedLengthAfter(seen, path.key()));
  }

  /**
   * Starts the call. Whatever is thrown, and wherever, the vend gets its outcome and leaves the
   * list.
   */
  private void ask(
      InFlightVend vend,
      VendRequest request,
      OwnerBucket ownerBucket,
      @Nullable CachedCredentials renewed) {
    try {
      Instant asked = clock.instant();
      var unused =
          grants
              .vend(request, renewed)
              .thenApply(answer -> checked(answer, request, asked))
              .whenComplete(
                  (answer, failure) ->
                      VendingLog.vend(request, renewed != null, answer, failure, asked, clock))
              .whenComplete(
                  (answer, failure) ->
                      settle(vend, request, ownerBucket, renewed, answer, failure));
    } catch (Throwable e) {
      settle(vend, request, ownerBucket, renewed, null, e);
    }
  }

  private VendedAnswer checked(VendedAnswer answer, VendRequest request, Instant asked) {
    answer.requireUsable(request.access(), clock.millis());
    VendedCredentials vended = answer.credentials();
    statistics.vended(Duration.between(asked, clock.instant()));
    vended
        .unexpectedScope()
        .ifPresent(text -> unexpectedScopes.note(text, request.access().path()));
    return answer;
  }

  private void settle(
      InFlightVend vend,
      VendRequest request,
      OwnerBucket ownerBucket,
      @Nullable CachedCredentials renewed,
      @Nullable VendedAnswer answer,
      @Nullable Throwable failure) {
    CachedCredentials cached = null;
    Throwable why = failure;
    try {
      if (answer != null) {
        cached = succeed(request, answer, renewed);
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
  }

  private CachedCredentials succeed(
      VendRequest request, VendedAnswer answer, @Nullable CachedCredentials renewed) {
    for (VendedAnswer.Other other : answer.others()) {
      cache.putNewer(request.owner(), other.credentials(), other.asked());
    }
    CachedCredentials cached = cache.put(request.owner(), answer.credentials(), request.access());
    if (renewed != null) {
      statistics.renewed();
      if (renewed.isRefused()) {
        // Another grant may match now. The old credentials would still be found, and S3 refuses
        // requests that they sign.
        cache.drop(renewed);
      }
    }
    return cached;
  }

  private void fail(
      VendRequest request, AccessGrantsException failure, @Nullable CachedCredentials renewed) {
    Kind kind = failure.kind();
    // Without an instance, it is the look-up of the instance that was refused, not the access.
    boolean refused = kind.isRefusal() && failure.instance().isPresent();
    if (renewed != null) {
      if (kind == Kind.NO_INSTANCE || (refused && kind != Kind.LOCATION_ROLE)) {
        // The instance or the grant is gone, or IAM no longer permits the call.
        cache.drop(renewed);
      } else {
        // The service could not be called, or may not assume the location's role. The grant still
        // stands, and S3 checks each request against the role. The old credentials serve until they
        // really end.
        renewed.renewLater(clock.millis());
      }
    }
    if (refused) {
      denials.put(request.owner(), request.access(), failure, request.deniedTtl());
    }
    if (refused) {
      usage.refused(request.access());
    }
    statistics.failed(kind);
  }

  /** Creates no objects, since it must not fail for lack of memory. */
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
