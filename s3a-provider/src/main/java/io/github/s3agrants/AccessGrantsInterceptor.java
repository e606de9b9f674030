package io.github.s3agrants;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.AccessResolver;
import io.github.s3agrants.grants.FixedIdentityProvider;
import io.github.s3agrants.grants.Grant;
import io.github.s3agrants.grants.RefusedRead;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.FallbackPolicy;
import io.github.s3agrants.vending.Futures;
import io.github.s3agrants.vending.VendingEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ClientType;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Puts each S3 request under S3 Access Grants: has it signed with credentials vended for its path
 * and permission, and checks on the signed request that it was.
 *
 * <p>Named in {@code fs.s3a.audit.execution.interceptors}. S3A makes one for each file system and
 * configures it before the first request. Thread-safe; never blocks, since the SDK calls it on
 * event loops too, with one exception: when S3 has refused a synchronous read, S3 is asked on the
 * caller's own thread whether the object is there at all.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsInterceptor implements ExecutionInterceptor, Configurable {
  /** The decision of a request whose credentials were there already. */
  private static final ExecutionAttribute<Decision> DECISION =
      new ExecutionAttribute<>("io.github.s3agrants.Decision");

  /** The decision of any other. */
  private static final ExecutionAttribute<CompletableFuture<Decision>> PENDING =
      new ExecutionAttribute<>("io.github.s3agrants.PendingDecision");

  private final Clock clock = AccessGrantsRuntime.CLOCK;
  private volatile @Nullable Configuration conf;
  private volatile @Nullable CredentialVendor vendor;

  /** The form that S3A looks for. */
  public AccessGrantsInterceptor() {}

  /**
   * Called by S3A, after it has made the credentials provider.
   *
   * @throws UncheckedIOException if an option has a value that is not allowed
   * @throws IllegalStateException if the file system does not use {@link
   *     AccessGrantsCredentialsProvider}
   */
  @Override
  public void setConf(Configuration conf) {
    this.conf = conf;
    try {
      AccessGrantsConfig config = AccessGrantsConfig.read(conf);
      VendingEngine engine =
          AccessGrantsRuntime.engine()
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "No AccessGrantsCredentialsProvider was made for this file system."));
      // S3A has more to set up, and goes on meanwhile.
      var unused = engine.prepare(config.service());
      this.vendor =
          new CredentialVendor(
              engine,
              config.service(),
              new FallbackPolicy(config.fallback(), engine.statistics()),
              config.deniedTtl(),
              config.directoryProbes());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  @Override
  public @Nullable Configuration getConf() {
    return conf;
  }

  /** Puts the identity that shall sign in place of the one that would; it may be on its way. */
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    CredentialVendor current = vendor;
    RequestOrigin origin = RequestOrigin.of(attributes);
    if (current == null) {
      throw Failures.refused(
          "S3 Access Grants: the interceptor was not configured; nothing was sent.", origin);
    }
    AwsCredentialsIdentity known = SigningIdentity.baseNow(attributes);
    Decision now = known == null ? null : current.decideNow(context.request(), known, origin);
    Grant grant = now == null ? null : now.grant();
    if (now != null && grant != null) {
      attributes.putAttribute(DECISION, now);
      SigningIdentity.replace(attributes, grant.identity());
      return;
    }
    CompletableFuture<? extends AwsCredentialsIdentity> base =
        SigningIdentity.base(attributes)
            .orElseThrow(
                () ->
                    Failures.refused(
                        "S3 Access Grants: this AWS SDK keeps the signing identity where the"
                            + " library does not find it; nothing was sent.",
                        origin));
    CompletableFuture<Decision> decision = current.decide(context.request(), base, origin);
    attributes.putAttribute(PENDING, decision);
    SigningIdentity.replace(
        attributes,
        new FixedIdentityProvider(
            Futures.compose(
                decision,
                (made, failure) ->
                    made != null
                        ? identity(made, base, origin)
                        : CompletableFuture.failedFuture(
                            Failures.of(requireNonNull(failure), origin)))));
  }

  private static CompletableFuture<AwsCredentialsIdentity> identity(
      Decision decision,
      CompletableFuture<? extends AwsCredentialsIdentity> base,
      RequestOrigin origin) {
    switch (decision.kind()) {
      case VENDED:
        return requireNonNull(decision.grant()).identity().identity();
      case BASE:
        return base.thenApply(identity -> identity);
      case NOT_FOUND:
        return CompletableFuture.failedFuture(
            Failures.notFound(
                "No grant covers it, but the caller has one for what lies below.", origin));
      default:
        throw new IllegalStateException("unknown decision " + decision.kind());
    }
  }

  /** Stops a request that is signed by anybody but whom the decision names. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    Decision decision = decisionOf(attributes);
    if (decision != null && decision.kind() == Decision.Kind.BASE) {
      return;
    }
    Grant grant = decision == null ? null : decision.grant();
    if (grant == null
        || !SigningIdentity.isSignedWith(
            context.httpRequest(), grant.credentials().accessKeyId())) {
      throw Failures.refused(
          "S3 Access Grants: the request was signed with other credentials than those vended for"
              + " it, and was stopped. This AWS SDK, a custom signer or another interceptor"
              + " resolves the signing identity in a way that the library does not know.",
          RequestOrigin.of(attributes));
    }
    if (grant.hasExpired(clock.millis())) {
      throw Failures.retriable(
          "S3 Access Grants: the vended credentials expired before the request was sent.",
          RequestOrigin.of(attributes));
    }
  }

  /**
   * Forgets vended credentials from the cache that S3 no longer takes, and has the request tried
   * again with fresh ones; those that came for this very request are not at fault. Tells a missing
   * object from one that is refused.
   */
  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    Throwable failure = context.exception();
    Optional<VendingEngine> engine = AccessGrantsRuntime.engine();
    if (engine.isEmpty()) {
      return failure;
    }
    Decision fromCache = attributes.getAttribute(DECISION);
    if (fromCache != null && Failures.isRejectionOfCredentials(failure)) {
      engine.get().rejected(fromCache);
      return inPlaceOf(
          failure,
          Failures.retriable(
              "S3 Access Grants: S3 no longer takes the vended credentials ("
                  + failure.getMessage()
                  + "); the next attempt gets fresh ones.",
              RequestOrigin.of(attributes)));
    }
    return Failures.isForbidden(failure)
            && refusedRead(context, attributes).filter(engine.get()::isMissing).isPresent()
        ? inPlaceOf(
            failure,
            Failures.notFound(
                "S3 answered 403, and lists no such object.", RequestOrigin.of(attributes)))
        : failure;
  }

  /**
   * Newer SDKs have an exception for AccessDenied (2.47.5), and let it be replaced only by one of
   * its own class. Any other is thrown, which the caller sees as the same.
   */
  private static Throwable inPlaceOf(Throwable failure, SdkException better) {
    if (failure.getClass().isInstance(better)) {
      return better;
    }
    throw better;
  }

  /**
   * The read of an object, if that is what S3 refused. Of a synchronous client's alone: there this
   * runs on the thread of the caller, who waits for S3 anyway; else it may be an event loop.
   */
  private static Optional<RefusedRead> refusedRead(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    Decision decision = decisionOf(attributes);
    Grant grant = decision == null ? null : decision.grant();
    SdkHttpRequest sent = context.httpRequest().orElse(null);
    if (grant == null
        || sent == null
        || attributes.getAttribute(SdkExecutionAttribute.CLIENT_TYPE) != ClientType.SYNC) {
      return Optional.empty();
    }
    return AccessResolver.objectRead(context.request())
        .flatMap(
            path ->
                SigningIdentity.signedFor(sent)
                    .map(region -> new RefusedRead(path, sent, region, grant.identity())));
  }

  /** What was decided; null if nothing has been, or if it failed. */
  private static @Nullable Decision decisionOf(ExecutionAttributes attributes) {
    Decision now = attributes.getAttribute(DECISION);
    CompletableFuture<Decision> pending = attributes.getAttribute(PENDING);
    return now != null || pending == null || pending.isCompletedExceptionally()
        ? now
        : pending.getNow(null);
  }
}
