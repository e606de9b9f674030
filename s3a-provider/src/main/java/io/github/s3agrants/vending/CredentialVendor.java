package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.AccessResolver;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.grants.Grant;
import io.github.s3agrants.grants.GrantException;
import io.github.s3agrants.grants.GrantException.Kind;
import io.github.s3agrants.grants.ServiceSettings;
import io.github.s3agrants.grants.Tenant;
import io.github.s3agrants.vending.FallbackPolicy.Reason;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
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
   * Decides on one request.
   *
   * @param base the caller's own credentials; asked for only if they are needed
   * @param auditContext where the request comes from, told to the service if it has to be asked
   * @return the decision, or a failure with a {@link VendingException}
   */
  public CompletableFuture<Decision> decide(
      SdkRequest request,
      CompletableFuture<? extends AwsCredentialsIdentity> base,
      Supplier<Optional<String>> auditContext) {
    Optional<Access> needed;
    try {
      needed = resolver.resolve(request);
    } catch (UngrantableException e) {
      GrantException refusal = new GrantException(Kind.BAD_REQUEST, String.valueOf(e.getMessage()));
      return orBase(refusal, Optional.empty(), Optional.empty());
    }
    if (needed.isEmpty()) {
      String operation = AccessResolver.operationOf(request.getClass());
      return CompletableFuture.completedFuture(
          fallback.fallBack(
              Reason.UNSUPPORTED_OPERATION, operation + " is not part of S3 Access Grants"));
    }
    Access access = needed.get();
    return base.thenCompose(identity -> decide(access, identity, auditContext));
  }

  private CompletableFuture<Decision> decide(
      Access access, AwsCredentialsIdentity base, Supplier<Optional<String>> auditContext) {
    BaseIdentityKey key;
    try {
      key = new BaseIdentityKey(settings, base);
    } catch (GrantException e) {
      return orBase(e, Optional.of(access), Optional.empty());
    }
    Optional<Tenant> known = engine.tenants().known(key);
    if (known.isPresent()) {
      Optional<Grant> kept = engine.grants().find(known.get(), access);
      if (kept.isPresent()) {
        return CompletableFuture.completedFuture(Decision.vended(kept.get()));
      }
      return decide(known.get(), access, base, auditContext.get());
    }
    Optional<String> context = auditContext.get();
    CompletableFuture<Tenant> tenant =
        engine.tenants().resolve(key, settings, access.path().bucket(), base);
    return Futures.compose(
        tenant,
        (found, failure) ->
            found != null
                ? decide(found, access, base, context)
                : orBase(
                    Futures.asGrantException(requireNonNull(failure)),
                    Optional.of(access),
                    Optional.empty()));
  }

  private CompletableFuture<Decision> decide(
      Tenant tenant, Access access, AwsCredentialsIdentity base, Optional<String> auditContext) {
    VendRequest request = new VendRequest(tenant, access, base, auditContext, deniedTtl);
    return Futures.recover(
        engine.broker().grant(request).thenApply(Decision::vended),
        failure -> {
          GrantException refusal = Futures.asGrantException(failure);
          return Futures.recover(
              directoryProbe(request, refusal),
              e -> orBase(Futures.asGrantException(e), Optional.of(access), Optional.of(tenant)));
        });
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

  private static CompletableFuture<Boolean> isDenied(CompletableFuture<Grant> grant) {
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
          fallback.fallBack(Reason.of(failure.kind()), detail));
    }
    return CompletableFuture.failedFuture(
        new VendingException(
            failure,
            access,
            tenant,
            access.flatMap(a -> tenant.flatMap(t -> engine.instance(t, a.path().bucket())))));
  }
}
