package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.AccessResolver;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.Privilege;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.vending.FallbackPolicy.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;

/**
 * Decides for each request of one file system which credentials sign it. The only place where
 * policy is applied. Thread-safe; never blocks, but in {@link #await}.
 */
public final class CredentialVendor {
  /** As long as S3A itself gives one call to S3 ({@code fs.s3a.connection.request.timeout}). */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final AccessResolver resolver = new AccessResolver();
  private final NotFoundAnswers supposedMissing = new NotFoundAnswers();
  private final VendingEngine engine;
  private final ServiceSettings settings;
  private final FallbackPolicy fallback;
  private final Duration deniedTtl;
  private final boolean directoryProbes;
  private final Duration longestWait;
  private final RegionRedirects whereabouts;
  private volatile @Nullable KnownCaller lastCaller;

  /**
   * The vendor of one file system.
   *
   * @param deniedTtl how long a refusal is remembered; zero: not at all
   * @param directoryProbes whether S3A's questions about directories that no grant covers are
   *     answered "not found"
   */
  public CredentialVendor(
      VendingEngine engine,
      ServiceSettings settings,
      FallbackPolicy fallback,
      Duration deniedTtl,
      boolean directoryProbes) {
    this(engine, settings, fallback, deniedTtl, directoryProbes, LONGEST_WAIT);
  }

  CredentialVendor(
      VendingEngine engine,
      ServiceSettings settings,
      FallbackPolicy fallback,
      Duration deniedTtl,
      boolean directoryProbes,
      Duration longestWait) {
    this.engine = engine;
    this.settings = settings;
    this.fallback = fallback;
    this.deniedTtl = deniedTtl;
    this.directoryProbes = directoryProbes;
    this.longestWait = longestWait;
    this.whereabouts = new RegionRedirects(settings, engine.regions());
  }

  /**
   * The decision for a request whose credentials are here already, which is nearly every one; null
   * if {@link #decide} has to find it. Makes no future and takes no lock.
   *
   * @param base the caller's own credentials
   */
  public @Nullable Decision decideNow(
      SdkRequest request, BaseIdentity base, RequestContext context) {
    Access access = accessOf(request);
    CacheOwner owner = access == null ? null : known(base, whereabouts.of(access.path().bucket()));
    if (access == null || owner == null) {
      return null;
    }
    long now = engine.nowMillis();
    CachedCredentials kept = engine.cache().find(owner, access, now);
    if (kept == null || supposedMissing.forbids(owner, access, context)) {
      return null;
    }
    engine.statistics().hit();
    if (kept.claimRenewal(now)) {
      engine.broker().renew(kept, vendRequest(owner, access, base, context));
    }
    return Decision.vended(kept, access, base);
  }

  /**
   * Decides on one request.
   *
   * @param base the caller's own credentials
   * @return the decision, or a failure with a {@link VendingException}
   */
  public CompletableFuture<Decision> decide(
      SdkRequest request, BaseIdentity base, RequestContext context) {
    Optional<Access> needed;
    try {
      needed = resolver.resolve(request);
    } catch (UngrantableException e) {
      String why = String.valueOf(e.getMessage());
      return fallback.isEnabled()
          ? CompletableFuture.completedFuture(fallback.fallBack(Reason.of(e.reason()), why, base))
          : orBase(new AccessGrantsException(Kind.BAD_REQUEST, why), null, base);
    }
    if (needed.isEmpty()) {
      String operation = AccessResolver.operationOf(request.getClass());
      return CompletableFuture.completedFuture(
          fallback.fallBack(
              Reason.UNSUPPORTED_OPERATION, operation + " is not part of S3 Access Grants", base));
    }
    engine.statistics().miss();
    return decide(needed.get(), base, context);
  }

  /**
   * Waits for a decision that was made for {@code request}, on the thread of the caller whose
   * request it is: at most 60 s, as long as S3A gives one call to S3; after that what holds for a
   * service that cannot be reached.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   * @throws ExecutionException as the decision failed
   */
  public Decision await(CompletableFuture<Decision> decision, SdkRequest request, BaseIdentity base)
      throws InterruptedException, ExecutionException {
    try {
      return decision.get(longestWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      AccessGrantsException late =
          new AccessGrantsException(
              Kind.UNAVAILABLE, "No answer within " + longestWait.toSeconds() + " seconds.");
      return orBase(late, accessOf(request), base).get();
    }
  }

  /**
   * Decides again, for the next attempt of a request whose credentials S3 turned down.
   *
   * @param base finds the caller's own credentials as they are now; may block
   */
  public CompletableFuture<Decision> decideAgain(
      SdkRequest request, Supplier<BaseIdentity> base, RequestContext context) {
    return engine.inBackground(base).thenCompose(now -> decide(request, now, context));
  }

  /**
   * S3 has refused what vended credentials were to permit. The role, a key or a grant may have been
   * mended or made again since they were vended, so they are asked for afresh in the background: at
   * most once a minute for each grant, however often S3 refuses.
   */
  public void refusedByS3(Decision decision, RequestContext context) {
    CachedCredentials kept = decision.kept();
    Access access = decision.access();
    if (kept == null || access == null) {
      return;
    }
    CacheOwner owner = known(decision.base(), whereabouts.of(access.path().bucket()));
    if (owner != null && engine.claimFreshGrant(kept)) {
      engine.broker().renew(kept, vendRequest(owner, access, decision.base(), context));
    }
  }

  /** The engine that all file systems share. */
  public VendingEngine engine() {
    return engine;
  }

  /** How the file system reaches the services, S3 too. */
  public NetworkSettings network() {
    return settings.network();
  }

  /** See {@link VendingEngine#bucketRegion}. */
  public CompletableFuture<String> bucketRegion(String bucket) {
    return engine.bucketRegion(settings, bucket);
  }

  private @Nullable Access accessOf(SdkRequest request) {
    try {
      return resolver.resolve(request).orElse(null);
    } catch (UngrantableException e) {
      return null;
    }
  }

  private CompletableFuture<Decision> decide(
      Access access, BaseIdentity base, RequestContext context) {
    ServiceSettings there = whereabouts.of(access.path().bucket());
    BaseIdentityKey key;
    try {
      key = new BaseIdentityKey(there, base);
    } catch (AccessGrantsException e) {
      return orBase(e, access, base);
    }
    return Futures.compose(
        engine.owners().resolve(key, there, access.path().bucket(), base),
        (found, failure) ->
            found != null
                ? decide(vendRequest(found, access, base, context), context)
                : orBase(Futures.asAccessGrantsException(requireNonNull(failure)), access, base));
  }

  private CompletableFuture<Decision> decide(VendRequest request, RequestContext context) {
    return Futures.recover(
        vend(request, context).thenCompose(kept -> vended(kept, request, context)),
        failure -> {
          AccessGrantsException refusal = Futures.asAccessGrantsException(failure);
          Access access = request.access();
          return whereabouts
              .hasMoved(access.path().bucket(), request.owner().settings(), refusal)
              .thenCompose(
                  moved ->
                      moved
                          ? decide(access, request.identity(), context)
                          : refused(request, refusal, context));
        });
  }

  private CompletableFuture<Decision> refused(
      VendRequest request, AccessGrantsException refusal, RequestContext context) {
    return Futures.recover(
        notFound(request, refusal, context),
        e ->
            orBase(
                Futures.asAccessGrantsException(e),
                request.access(),
                request.owner(),
                request.identity()));
  }

  private CompletableFuture<Decision> vended(
      CachedCredentials kept, VendRequest request, RequestContext context) {
    whereabouts.vended(request.access().path().bucket(), request.owner().settings());
    return supposedMissing.forbids(request.owner(), request.access(), context)
        ? CompletableFuture.failedFuture(
            new AccessGrantsException(
                Kind.DENIED,
                "There is a grant now, but this caller was told that nothing is there while there"
                    + " was none, and what is there would be overwritten. Once the operation is"
                    + " run again it sees what is there."))
        : CompletableFuture.completedFuture(
            Decision.vended(kept, request.access(), request.identity()));
  }

  /**
   * Whoever writes in a place mostly reads there too. So where a write is at hand READWRITE is
   * asked for first, which saves the calls for READ and WRITE; if it is refused, what is needed.
   * Not with Minimal privilege, which promises no more than was needed.
   */
  private CompletableFuture<CachedCredentials> vend(VendRequest request, RequestContext context) {
    CredentialBroker broker = engine.broker();
    Access access = request.access();
    boolean writes = context.isPartOfWrite() || access.permission() == Permission.WRITE;
    if (!writes
        || access.permission() == Permission.READWRITE
        || settings.privilege() == Privilege.MINIMAL
        || isOnTheWay(request)) {
      return broker.grant(request);
    }
    return Futures.recover(
        broker.grant(request.with(access.with(Permission.READWRITE))),
        failure ->
            // Another grant, with less, may be of another location.
            isOfGrant(Futures.asAccessGrantsException(failure).kind())
                ? broker.grant(request)
                : CompletableFuture.failedFuture(failure));
  }

  private static boolean isOfGrant(Kind kind) {
    return kind == Kind.DENIED || kind == Kind.LOCATION_ROLE;
  }

  /** Whether it only asks about a directory above a grant: nothing is written there. */
  private boolean isOnTheWay(VendRequest request) {
    Access access = request.access();
    return access.probe() != Access.Probe.NONE
        && engine.below().isHeld(request.owner(), access.path());
  }

  /** With base credentials to fall back on, S3 itself can tell what there is. */
  private CompletableFuture<Decision> notFound(
      VendRequest request, AccessGrantsException refusal, RequestContext context) {
    if (!directoryProbes || fallback.isEnabled()) {
      return CompletableFuture.failedFuture(refusal);
    }
    return engine
        .probes()
        .isMissing(request, refusal, context)
        .thenCompose(
            missing -> {
              if (!missing) {
                return CompletableFuture.failedFuture(refusal);
              }
              supposedMissing.tell(request.owner(), request.access(), context);
              return CompletableFuture.completedFuture(
                  Decision.notFound(request.access(), request.identity()));
            });
  }

  private VendRequest vendRequest(
      CacheOwner owner, Access access, BaseIdentity base, RequestContext context) {
    return new VendRequest(owner, access, base, context.auditContext(), deniedTtl);
  }

  /** The owner, if it is known; most requests come with the very credentials of the last one. */
  private @Nullable CacheOwner known(BaseIdentity base, ServiceSettings there) {
    KnownCaller last = lastCaller;
    if (last != null && last.base == base && last.owner.settings().equals(there)) {
      return last.owner;
    }
    if (base.isAnonymous()) {
      return null;
    }
    CacheOwner owner = engine.owners().known(new BaseIdentityKey(there, base)).orElse(null);
    if (owner != null) {
      lastCaller = new KnownCaller(base, owner);
    }
    return owner;
  }

  private static final class KnownCaller {
    final BaseIdentity base;
    final CacheOwner owner;

    KnownCaller(BaseIdentity base, CacheOwner owner) {
      this.base = base;
      this.owner = owner;
    }
  }

  private CompletableFuture<Decision> orBase(
      AccessGrantsException failure, @Nullable Access access, BaseIdentity base) {
    return orBase(failure, access, null, base);
  }

  private CompletableFuture<Decision> orBase(
      AccessGrantsException failure,
      @Nullable Access access,
      @Nullable CacheOwner owner,
      BaseIdentity base) {
    Optional<Access> needed = Optional.ofNullable(access);
    if (fallback.isEnabled()) {
      String detail = needed.map(a -> a + ": ").orElse("") + failure.getMessage();
      return CompletableFuture.completedFuture(
          fallback.fallBack(Reason.of(failure.kind(), needed), detail, base));
    }
    return CompletableFuture.failedFuture(
        new VendingException(failure, needed, Optional.ofNullable(owner), base.whence()));
  }
}
