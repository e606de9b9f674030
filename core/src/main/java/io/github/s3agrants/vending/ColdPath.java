package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.RequestContext;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.probe.DirectoryProbes;
import io.github.s3agrants.vending.probe.NotFoundAnswers;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Decides on those requests of one file system for which no credentials are cached. It finds the
 * caller and has credentials vended. If there are none, it decides what else is done with the
 * request. Thread-safe; never blocks.
 */
final class ColdPath {
  private final CallerResolver callers;
  private final CredentialBroker broker;
  private final DirectoryProbes probes;
  private final NotFoundAnswers notFoundAnswers;
  private final FallbackPolicy fallback;
  private final VendingPolicy policy;
  private final Statistics statistics;

  ColdPath(
      CallerResolver callers,
      CredentialBroker broker,
      DirectoryProbes probes,
      NotFoundAnswers notFoundAnswers,
      FallbackPolicy fallback,
      VendingPolicy policy,
      Statistics statistics) {
    this.callers = callers;
    this.broker = broker;
    this.probes = probes;
    this.notFoundAnswers = notFoundAnswers;
    this.fallback = fallback;
    this.policy = policy;
    this.statistics = statistics;
  }

  /** The decision, or a failure with a {@link VendingException}. */
  CompletableFuture<Decision> decide(Access access, BaseIdentity base, RequestContext context) {
    statistics.miss();
    return resolve(access, base, context);
  }

  private CompletableFuture<Decision> resolve(
      Access access, BaseIdentity base, RequestContext context) {
    return Futures.compose(
        callers.resolve(base, access.path().bucket()),
        (found, failure) ->
            found != null
                ? decide(VendRequest.of(found, access, base, context, policy), context)
                : failed(failure, access, null, base));
  }

  private CompletableFuture<Decision> decide(VendRequest request, RequestContext context) {
    return Futures.recover(
        vend(request, context).thenCompose(cached -> vended(cached, request, context)),
        failure -> {
          AccessGrantsException refusal = Futures.asAccessGrantsException(failure);
          Access access = request.access();
          return callers
              .redirects()
              .hasMoved(access.path().bucket(), request.owner().settings(), refusal)
              .thenCompose(
                  moved ->
                      moved
                          ? resolve(access, request.identity(), context)
                          : refused(request, refusal, context));
        });
  }

  private CompletableFuture<Decision> refused(
      VendRequest request, AccessGrantsException refusal, RequestContext context) {
    return Futures.recover(
        notFound(request, refusal, context),
        failure -> failed(failure, request.access(), request.owner(), request.identity()));
  }

  private CompletableFuture<Decision> failed(
      @Nullable Throwable failure, Access access, @Nullable CacheOwner owner, BaseIdentity base) {
    return fallback.failed(
        Futures.asAccessGrantsException(
            failure == null ? new IllegalStateException("no outcome") : failure),
        Optional.of(access),
        Optional.ofNullable(owner),
        base);
  }

  private CompletableFuture<Decision> vended(
      CachedCredentials cached, VendRequest request, RequestContext context) {
    callers.redirects().vended(request.access().path().bucket(), request.owner().settings());
    return notFoundAnswers.forbids(request.owner(), request.access(), context)
        ? CompletableFuture.failedFuture(
            new AccessGrantsException(
                Kind.DENIED,
                "There is a grant now, but this caller was told that nothing is there while there"
                    + " was none, and what is there would be overwritten. Once the operation is"
                    + " run again it sees what is there."))
        : CompletableFuture.completedFuture(signed(cached, request));
  }

  private static Decision signed(CachedCredentials cached, VendRequest request) {
    cached.use().signed();
    return Decision.vended(cached, request.access(), request.identity());
  }

  /**
   * Requests the credentials. Jobs mostly read where they write, so a request that is part of a
   * write tries READWRITE first, which saves separate calls for READ and WRITE. If that is refused,
   * it requests the permission that it needs. READWRITE is not tried with Minimal privilege, which
   * promises no more than was needed, nor for a probe above vended credentials, where nothing is
   * written.
   */
  private CompletableFuture<CachedCredentials> vend(VendRequest request, RequestContext context) {
    Access access = request.access();
    boolean writes = context.isPartOfWrite() || access.permission() == Permission.WRITE;
    if (!writes
        || access.permission() == Permission.READWRITE
        || request.owner().settings().privilege() == Privilege.MINIMAL
        || probes.isAboveHeldCredentials(request.owner(), access)) {
      return broker.credentials(request);
    }
    return Futures.recover(
        broker.credentials(request.with(access.with(Permission.READWRITE))),
        failure ->
            // A grant with less permission may be of another location.
            isOfGrant(Futures.asAccessGrantsException(failure).kind())
                ? broker.credentials(request)
                : CompletableFuture.failedFuture(failure));
  }

  private static boolean isOfGrant(Kind kind) {
    return kind == Kind.DENIED || kind == Kind.LOCATION_ROLE;
  }

  private CompletableFuture<Decision> notFound(
      VendRequest request, AccessGrantsException refusal, RequestContext context) {
    if (!policy.answersProbes()) {
      return CompletableFuture.failedFuture(refusal);
    }
    return probes
        .isMissing(request.access(), refusal, context, new BrokerQuestions(request, broker))
        .thenCompose(
            missing -> {
              if (!missing) {
                return CompletableFuture.failedFuture(refusal);
              }
              notFoundAnswers.tell(request.owner(), request.access(), context);
              return CompletableFuture.completedFuture(
                  Decision.notFound(request.access(), request.identity()));
            });
  }
}
