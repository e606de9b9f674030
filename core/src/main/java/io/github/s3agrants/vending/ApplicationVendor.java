package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.CacheOwner;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.CredentialCache;
import io.github.s3agrants.credentials.KnownGrants;
import io.github.s3agrants.credentials.VendedAnswer;
import io.github.s3agrants.vending.concurrent.Endpoint;
import io.github.s3agrants.vending.concurrent.Futures;
import io.github.s3agrants.vending.concurrent.ServiceCalls;
import io.github.s3agrants.vending.concurrent.SingleFlightCache;
import io.github.s3agrants.vending.discovery.Discovery;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Vends for the other processes of an application, as this process's caller, under the settings of
 * the file systems of one bucket. Each grant is vended and renewed once for all of them.
 * Thread-safe; never blocks. Futures fail with an {@link AccessGrantsException}.
 */
public final class ApplicationVendor {
  /** Longer than anybody who asks remembers an answer. */
  public static final Duration FOR_GOOD = Duration.ofDays(1);

  /** The most credentials that are given along with those that were asked for. */
  static final int MOST_OTHERS = 32;

  /** Those who ask cache the answer themselves, as long as a refusal. This is for many at once. */
  private static final Duration BELOW_LIFE = Duration.ofSeconds(10);

  /** The age from which one question at a time finds out anew who the caller is. */
  private static final long CALLER_MILLIS = Duration.ofMinutes(1).toMillis();

  /** The age from which every question does. */
  private static final long OLDEST_CALLER_MILLIS = Duration.ofMinutes(5).toMillis();

  private final CallerResolver callers;
  private final CallerGrants callerGrants;
  private final CredentialBroker broker;
  private final RejectedCredentials rejected;
  private final CredentialCache cache;
  private final ServiceCalls calls;
  private final Clock clock;
  private final Duration deniedTtl;
  private final Discovery discovery;
  private final Supplier<BaseIdentity> base;
  private final SingleFlightCache<List<Object>, Boolean> below;
  private final AtomicReference<@Nullable Known> last = new AtomicReference<>();

  ApplicationVendor(
      CallerResolver callers,
      CallerGrants callerGrants,
      CredentialBroker broker,
      RejectedCredentials rejected,
      CredentialCache cache,
      ServiceCalls calls,
      Clock clock,
      Duration deniedTtl,
      Discovery discovery,
      Supplier<BaseIdentity> base) {
    this.callers = callers;
    this.callerGrants = callerGrants;
    this.broker = broker;
    this.rejected = rejected;
    this.cache = cache;
    this.calls = calls;
    this.clock = clock;
    this.deniedTtl = deniedTtl;
    this.discovery = discovery;
    this.base = base;
    this.below = new SingleFlightCache<>(clock);
  }

  /** The base credentials at one moment. */
  private static final class Known {
    final BaseIdentity base;
    final long sinceMillis;

    Known(BaseIdentity base, long sinceMillis) {
      this.base = base;
      this.sinceMillis = sinceMillis;
    }
  }

  /** What the asking process holds that must be replaced. Immutable. */
  public static final class Held {
    private final String accessKeyId;
    private final boolean refused;

    /**
     * Credentials whose copy is due in the asking process.
     *
     * @param accessKeyId their access key
     * @param refused whether S3 refused a request that they should permit
     */
    public Held(String accessKeyId, boolean refused) {
      this.accessKeyId = accessKeyId;
      this.refused = refused;
    }
  }

  /** The caller, as whom the services are called; null if {@link #caller} has to find out. */
  public @Nullable CacheOwner knownCaller(String bucket) {
    BaseIdentity now = knownIdentity();
    return now == null ? null : callers.known(now, bucket);
  }

  /** The caller, as whom the services are called. */
  public CompletableFuture<CacheOwner> caller(String bucket) {
    return identity().thenCompose(now -> callers.resolve(now, bucket));
  }

  /**
   * Credentials that are at hand; null if {@link #vend} has to get them. Takes microseconds. Has
   * credentials that are due renewed in the background.
   */
  public @Nullable VendedAnswer known(
      Access access, Optional<String> auditContext, Optional<Held> held) {
    BaseIdentity now = knownIdentity();
    CacheOwner owner = now == null ? null : callers.known(now, access.path().bucket());
    if (now == null || owner == null) {
      return null;
    }
    long millis = clock.millis();
    CachedCredentials cached = broker.find(owner, access, millis);
    if (cached == null || isHeld(cached, held)) {
      return null;
    }
    if (cached.claimRenewal(millis)) {
      var unused = broker.renew(cached, request(owner, access, now, auditContext));
    }
    return answer(cached, owner, access);
  }

  /** Credentials for an access, at hand or not. */
  public CompletableFuture<VendedAnswer> vend(
      Access access, Optional<String> auditContext, Optional<Held> held) {
    return identity().thenCompose(now -> vend(access, now, auditContext, held));
  }

  private CompletableFuture<VendedAnswer> vend(
      Access access, BaseIdentity now, Optional<String> auditContext, Optional<Held> held) {
    String bucket = access.path().bucket();
    return callers
        .resolve(now, bucket)
        .thenCompose(
            owner ->
                Futures.recover(
                    vend(request(owner, access, now, auditContext), held)
                        .thenApply(
                            cached -> {
                              callers.redirects().vended(bucket, owner.settings());
                              return answer(cached, owner, access);
                            }),
                    failure -> {
                      AccessGrantsException refusal = Futures.asAccessGrantsException(failure);
                      return callers
                          .redirects()
                          .hasMoved(bucket, owner.settings(), refusal)
                          .thenCompose(
                              moved ->
                                  moved
                                      ? vend(access, now, auditContext, held)
                                      : CompletableFuture.failedFuture(refusal));
                    }));
  }

  /**
   * Credentials for a request. Who asks for just what a known grant covers knows the grants too,
   * and need not wait for what is vended under others.
   */
  private CompletableFuture<CachedCredentials> vend(VendRequest request, Optional<Held> held) {
    KnownGrants grants = callerGrants.known(request, discovery).orElse(null);
    if (grants == null) {
      return newer(request, held);
    }
    Access access = request.access();
    boolean isScope = grants.isScope(access.path());
    boolean permitted = grants.permits(access);
    return newer(isScope ? request.routed(access) : request, held)
        .whenComplete(
            (cached, failure) -> {
              // Either way the service knows better, if it has answered at all.
              if (permitted ? isScope && isAboutGrant(failure) : failure == null) {
                callerGrants.outdated(request);
              }
            });
  }

  private static boolean isAboutGrant(@Nullable Throwable failure) {
    return failure != null && Futures.asAccessGrantsException(failure).kind().isAboutGrant();
  }

  /** Credentials other than those that are held. */
  private CompletableFuture<CachedCredentials> newer(VendRequest request, Optional<Held> held) {
    CachedCredentials cached = broker.find(request.owner(), request.access(), clock.millis());
    if (cached == null || !isHeld(cached, held)) {
      return broker.credentials(request);
    }
    return renewed(cached, request, held.get().refused)
        .thenCompose(
            renewed ->
                renewed.credentials().scope().covers(request.access().path())
                    ? CompletableFuture.completedFuture(renewed)
                    : broker.credentials(request));
  }

  private CompletableFuture<CachedCredentials> renewed(
      CachedCredentials cached, VendRequest request, boolean refused) {
    boolean claimed =
        refused ? rejected.claimFresh(cached) : cached.claimRenewalOfCopy(clock.millis());
    return claimed
        ? broker.renew(cached, request)
        : broker
            .renewal(cached, request.ownerBucket())
            .orElseGet(
                () ->
                    CompletableFuture.failedFuture(
                        new AccessGrantsException(
                            Kind.UNAVAILABLE,
                            "There are no newer credentials yet. Those that are held serve on.")));
  }

  /** The caller's grants in a bucket, if they are at hand; null if {@link #grants} has to ask. */
  public @Nullable KnownGrants knownGrants(String bucket) {
    BaseIdentity now = knownIdentity();
    CacheOwner owner = now == null ? null : callers.known(now, bucket);
    if (now == null || owner == null) {
      return null;
    }
    // Has grants read again that are not known for much longer.
    return callerGrants
        .of(about(owner, S3Path.bucket(bucket), now), discovery)
        .getNow(Optional.empty())
        .orElse(null);
  }

  /**
   * The caller's grants in a bucket. They are read once for all who ask. If they are not known, the
   * future fails, and the failure says how much longer.
   */
  public CompletableFuture<KnownGrants> grants(String bucket) {
    return identity()
        .thenCompose(
            now ->
                callers
                    .resolve(now, bucket)
                    .thenCompose(owner -> grants(about(owner, S3Path.bucket(bucket), now))));
  }

  private CompletableFuture<KnownGrants> grants(VendRequest request) {
    return callerGrants
        .of(request, discovery)
        .thenCompose(
            known ->
                known
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> CompletableFuture.failedFuture(unknown(request))));
  }

  private AccessGrantsException unknown(VendRequest request) {
    return new AccessGrantsException(
            Kind.UNAVAILABLE, "The driver does not know the caller's grants; its log says why.")
        .lasting(discovery.isOn() ? callerGrants.unknownFor(request, discovery) : FOR_GOOD);
  }

  /** Whether the caller has a grant below a path. */
  public CompletableFuture<Boolean> hasGrantBelow(S3Path path) {
    return identity()
        .thenCompose(
            now ->
                callers
                    .resolve(now, path.bucket())
                    .thenCompose(owner -> hasGrantBelow(about(owner, path, now))));
  }

  private CompletableFuture<Boolean> hasGrantBelow(VendRequest request) {
    S3Path path = request.access().path();
    return callerGrants
        .known(request, discovery)
        .map(grants -> CompletableFuture.completedFuture(grants.areBelow(path)))
        .orElseGet(
            () ->
                below.get(
                    List.of(request.owner(), path),
                    deniedTtl.compareTo(BELOW_LIFE) < 0 ? deniedTtl : BELOW_LIFE,
                    () -> broker.hasGrantBelow(request, path)));
  }

  private VendRequest about(CacheOwner owner, S3Path path, BaseIdentity now) {
    return request(owner, Access.of("ListObjectsV2", Permission.READ, path), now, Optional.empty());
  }

  /** S3 does not accept credentials any more. Drops them, unless they are not at hand. */
  public void rejected(String bucket, String accessKeyId) {
    Known known = last.get();
    CacheOwner owner = known == null ? null : callers.known(known.base, bucket);
    if (owner != null) {
      cache
          .withAccessKey(owner, bucket, accessKeyId)
          .ifPresent(
              cached -> {
                var unused = rejected.drop(cached);
              });
    }
  }

  private static boolean isHeld(CachedCredentials cached, Optional<Held> held) {
    return held.isPresent() && cached.hasAccessKey(held.get().accessKeyId);
  }

  private VendRequest request(
      CacheOwner owner, Access access, BaseIdentity now, Optional<String> auditContext) {
    return new VendRequest(owner, access, now, auditContext, deniedTtl);
  }

  /**
   * The credentials, and what else is held for the bucket, if that is not much. Nothing with
   * another permission than was asked for: a process that only reads gets nothing to write with.
   */
  private VendedAnswer answer(CachedCredentials cached, CacheOwner owner, Access access) {
    return VendedAnswer.of(
        cached.credentials(),
        cache.atMost(MOST_OTHERS, owner, access.path().bucket()).stream()
            .filter(other -> other != cached)
            .filter(other -> access.permission().covers(other.credentials().permission()))
            .map(other -> new VendedAnswer.Other(other.asked(), other.credentials()))
            .collect(Collectors.toUnmodifiableList()));
  }

  /** The base credentials as they were a moment ago; null to have them looked up. */
  private @Nullable BaseIdentity knownIdentity() {
    Known known = last.get();
    long now = clock.millis();
    if (known == null || now - known.sinceMillis >= OLDEST_CALLER_MILLIS) {
      return null;
    }
    boolean looksUp =
        now - known.sinceMillis >= CALLER_MILLIS
            && last.compareAndSet(known, new Known(known.base, now));
    return looksUp ? null : known.base;
  }

  private CompletableFuture<BaseIdentity> identity() {
    return calls
        .make(ServiceCalls.Lane.REQUEST, Endpoint.none(), "", base)
        .thenApply(
            now -> {
              last.set(new Known(now, clock.millis()));
              return now;
            });
  }
}
