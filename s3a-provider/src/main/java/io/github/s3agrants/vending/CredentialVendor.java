package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.AccessResolver;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantException.Kind;
import io.github.s3agrants.grants.KeptGrant;
import io.github.s3agrants.grants.Privilege;
import io.github.s3agrants.grants.ServiceSettings;
import io.github.s3agrants.grants.Tenant;
import io.github.s3agrants.vending.FallbackPolicy.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Decides for each request of one file system which credentials sign it. The only place where
 * policy is applied. Thread-safe; never blocks.
 */
public final class CredentialVendor {
  private final AccessResolver resolver = new AccessResolver();
  private final VendingEngine engine;
  private final ServiceSettings settings;
  private final FallbackPolicy fallback;
  private final Duration deniedTtl;
  private final boolean directoryProbes;
  private volatile @Nullable KnownCaller lastCaller;

  /**
   * The vendor of one file system.
   *
   * @param deniedTtl how long a refusal is remembered; zero: not at all
   * @param directoryProbes whether a HEAD of a granted directory's name is answered "not found"
   */
  public CredentialVendor(
      VendingEngine engine,
      ServiceSettings settings,
      FallbackPolicy fallback,
      Duration deniedTtl,
      boolean directoryProbes) {
    this.engine = engine;
    this.settings = settings;
    this.fallback = fallback;
    this.deniedTtl = deniedTtl;
    this.directoryProbes = directoryProbes;
  }

  /**
   * The decision for a request whose credentials are here already, which is nearly every one; null
   * if {@link #decide} has to find it. Makes no future and takes no lock.
   *
   * @param base the caller's own credentials
   */
  public @Nullable Decision decideNow(
      SdkRequest request, AwsCredentialsIdentity base, RequestContext context) {
    Tenant tenant = known(base);
    if (tenant == null) {
      return null;
    }
    Access access;
    try {
      access = resolver.resolve(request).orElse(null);
    } catch (UngrantableException e) {
      return null;
    }
    long now = engine.nowMillis();
    KeptGrant kept = access == null ? null : engine.grants().find(tenant, access, now);
    if (access == null || kept == null) {
      return null;
    }
    engine.statistics().hit();
    if (kept.claimRenewal(now)) {
      engine.broker().renew(kept, vendRequest(tenant, access, base, context));
    }
    return Decision.vended(kept);
  }

  /**
   * Decides on one request.
   *
   * @param base the caller's own credentials; asked for only if they are needed
   * @return the decision, or a failure with a {@link VendingException}
   */
  public CompletableFuture<Decision> decide(
      SdkRequest request,
      CompletableFuture<? extends AwsCredentialsIdentity> base,
      RequestContext context) {
    Optional<Access> needed;
    try {
      needed = resolver.resolve(request);
    } catch (UngrantableException e) {
      String why = String.valueOf(e.getMessage());
      return fallback.isEnabled()
          ? CompletableFuture.completedFuture(fallback.fallBack(Reason.of(e.reason()), why))
          : orBase(new GrantException(Kind.BAD_REQUEST, why), Optional.empty(), Optional.empty());
    }
    if (needed.isEmpty()) {
      String operation = AccessResolver.operationOf(request.getClass());
      return CompletableFuture.completedFuture(
          fallback.fallBack(
              Reason.UNSUPPORTED_OPERATION, operation + " is not part of S3 Access Grants"));
    }
    engine.statistics().miss();
    Access access = needed.get();
    return base.thenCompose(identity -> decide(access, identity, context));
  }

  private CompletableFuture<Decision> decide(
      Access access, AwsCredentialsIdentity base, RequestContext context) {
    BaseIdentityKey key;
    try {
      key = new BaseIdentityKey(settings, base);
    } catch (GrantException e) {
      return orBase(e, Optional.of(access), Optional.empty());
    }
    return Futures.compose(
        engine.tenants().resolve(key, settings, access.path().bucket(), base),
        (found, failure) ->
            found != null
                ? decide(vendRequest(found, access, base, context), context.isPartOfWrite())
                : orBase(
                    Futures.asGrantException(requireNonNull(failure)),
                    Optional.of(access),
                    Optional.empty()));
  }

  private CompletableFuture<Decision> decide(VendRequest request, boolean partOfWrite) {
    return Futures.recover(
        vend(request, partOfWrite).thenApply(Decision::vended),
        failure -> {
          GrantException refusal = Futures.asGrantException(failure);
          return Futures.recover(
              directoryProbe(request, refusal),
              e ->
                  orBase(
                      Futures.asGrantException(e),
                      Optional.of(request.access()),
                      Optional.of(request.tenant())));
        });
  }

  /**
   * Whoever writes in a place mostly reads there too. So where a write is at hand READWRITE is
   * asked for first, which saves the calls for READ and WRITE; if it is refused, what is needed.
   * Not with Minimal privilege, which promises no more than was needed.
   */
  private CompletableFuture<KeptGrant> vend(VendRequest request, boolean partOfWrite) {
    GrantBroker broker = engine.broker();
    Access access = request.access();
    boolean writes = partOfWrite || access.permission() == Permission.WRITE;
    if (!writes
        || access.permission() == Permission.READWRITE
        || settings.privilege() == Privilege.MINIMAL) {
      return broker.grant(request);
    }
    return Futures.recover(
        broker.grant(request.with(access.with(Permission.READWRITE))),
        failure ->
            Futures.asGrantException(failure).kind() == Kind.DENIED
                ? broker.grant(request)
                : CompletableFuture.failedFuture(failure));
  }

  private VendRequest vendRequest(
      Tenant tenant, Access access, AwsCredentialsIdentity base, RequestContext context) {
    return new VendRequest(tenant, access, base, context.auditContext(), deniedTtl);
  }

  /** The tenant, if it is known; most requests come with the very credentials of the last one. */
  private @Nullable Tenant known(AwsCredentialsIdentity base) {
    KnownCaller last = lastCaller;
    if (last != null && last.base == base) {
      return last.tenant;
    }
    if (base.accessKeyId() == null || base.secretAccessKey() == null) {
      return null;
    }
    Tenant tenant = engine.tenants().known(new BaseIdentityKey(settings, base)).orElse(null);
    // Another implementation could change its mind about what it holds.
    if (tenant != null
        && (base instanceof AwsBasicCredentials || base instanceof AwsSessionCredentials)) {
      lastCaller = new KnownCaller(base, tenant);
    }
    return tenant;
  }

  private static final class KnownCaller {
    final AwsCredentialsIdentity base;
    final Tenant tenant;

    KnownCaller(AwsCredentialsIdentity base, Tenant tenant) {
      this.base = base;
      this.tenant = tenant;
    }
  }

  /**
   * S3A asks for {@code k} by HEAD before it lists {@code k/}. Where no grant of any kind covers
   * {@code k}, but one to read covers {@code k/}, the caller can neither see nor change an object
   * {@code k}: "not found" then sends S3A on to the directory that it may list. If {@code k} may be
   * written, or base credentials might reach it, an object could be taken for missing and be
   * overwritten, so the refusal stands.
   */
  private CompletableFuture<Decision> directoryProbe(VendRequest request, GrantException refusal) {
    Optional<Access> directory = request.access().asDirectory();
    if (refusal.kind() != Kind.DENIED
        || !directoryProbes
        || fallback.isEnabled()
        || directory.isEmpty()) {
      return CompletableFuture.failedFuture(refusal);
    }
    GrantBroker broker = engine.broker();
    CompletableFuture<Decision> answer =
        broker
            .grant(request.with(directory.get()))
            .thenCompose(
                readable ->
                    isDenied(broker.grant(request.with(request.access().with(Permission.WRITE)))))
            .thenCompose(
                writeDenied ->
                    writeDenied
                        ? CompletableFuture.completedFuture(Decision.NOT_FOUND)
                        : CompletableFuture.failedFuture(refusal));
    return Futures.recover(
        answer,
        failure -> {
          GrantException e = Futures.asGrantException(failure);
          return CompletableFuture.failedFuture(e.kind() == Kind.DENIED ? refusal : e);
        });
  }

  private static CompletableFuture<Boolean> isDenied(CompletableFuture<KeptGrant> grant) {
    return Futures.recover(
        grant.thenApply(granted -> false),
        failure ->
            Futures.asGrantException(failure).kind() == Kind.DENIED
                ? CompletableFuture.completedFuture(true)
                : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<Decision> orBase(
      GrantException failure, Optional<Access> access, Optional<Tenant> tenant) {
    if (fallback.isEnabled()) {
      String detail = access.map(a -> a + ": ").orElse("") + failure.getMessage();
      return CompletableFuture.completedFuture(
          fallback.fallBack(Reason.of(failure.kind(), access), detail));
    }
    return CompletableFuture.failedFuture(
        new VendingException(
            failure,
            access,
            tenant,
            access.flatMap(a -> tenant.flatMap(t -> engine.instance(t, a.path().bucket())))));
  }
}
