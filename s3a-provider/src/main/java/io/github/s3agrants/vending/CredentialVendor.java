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
   * @param directoryProbes whether S3A's questions about directories that no grant covers are
   *     answered "not found"
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
                ? decide(vendRequest(found, access, base, context), context)
                : orBase(
                    Futures.asGrantException(requireNonNull(failure)),
                    Optional.of(access),
                    Optional.empty()));
  }

  private CompletableFuture<Decision> decide(VendRequest request, RequestContext context) {
    return Futures.recover(
        vend(request, context).thenApply(Decision::vended),
        failure -> {
          GrantException refusal = Futures.asGrantException(failure);
          return Futures.recover(
              notFound(request, refusal, context),
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
  private CompletableFuture<KeptGrant> vend(VendRequest request, RequestContext context) {
    GrantBroker broker = engine.broker();
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
            Futures.asGrantException(failure).kind() == Kind.DENIED
                ? broker.grant(request)
                : CompletableFuture.failedFuture(failure));
  }

  /** Whether it only asks about a directory above a grant: nothing is written there. */
  private boolean isOnTheWay(VendRequest request) {
    Access access = request.access();
    return access.probe() != Access.Probe.NONE
        && engine.below().isHeld(request.tenant(), access.path());
  }

  /** With base credentials to fall back on, S3 itself can tell what there is. */
  private CompletableFuture<Decision> notFound(
      VendRequest request, GrantException refusal, RequestContext context) {
    return directoryProbes && !fallback.isEnabled()
        ? engine.probes().answer(request, refusal, context)
        : CompletableFuture.failedFuture(refusal);
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
