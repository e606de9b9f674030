package io.github.s3agrants;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.grants.Grant;
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
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Puts each S3 request under S3 Access Grants: has it signed with credentials vended for its path
 * and permission, and checks on the signed request that it was.
 *
 * <p>Named in {@code fs.s3a.audit.execution.interceptors}. S3A makes one for each file system and
 * configures it before the first request. Thread-safe; never blocks, since the SDK calls it on
 * event loops too.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsInterceptor implements ExecutionInterceptor, Configurable {
  private static final ExecutionAttribute<CompletableFuture<Decision>> DECISION =
      new ExecutionAttribute<>("io.github.s3agrants.Decision");

  private final Clock clock = Clock.systemUTC();
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
      this.vendor =
          new CredentialVendor(
              engine,
              config.service(),
              new FallbackPolicy(config.fallback()),
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

  /**
   * Puts the identity that shall sign in place of the one that would; it may still be on its way.
   */
  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    RequestOrigin origin = RequestOrigin.of(attributes);
    CredentialVendor current = vendor;
    CompletableFuture<? extends AwsCredentialsIdentity> base =
        SigningIdentity.base(attributes).orElse(null);
    if (current == null || base == null) {
      throw Failures.refused(
          current == null
              ? "S3 Access Grants: the interceptor was not configured; nothing was sent."
              : "S3 Access Grants: this AWS SDK keeps the signing identity where the library does"
                  + " not find it; nothing was sent.",
          origin.toString());
    }
    CompletableFuture<Decision> decision =
        current.decide(context.request(), base, origin::auditContext);
    attributes.putAttribute(DECISION, decision);
    SigningIdentity.replace(
        attributes,
        Futures.compose(
            decision,
            (made, failure) ->
                made != null
                    ? identity(made, base, origin)
                    : CompletableFuture.failedFuture(
                        Failures.of(requireNonNull(failure), origin.toString()))));
  }

  private static CompletableFuture<AwsCredentialsIdentity> identity(
      Decision decision,
      CompletableFuture<? extends AwsCredentialsIdentity> base,
      RequestOrigin origin) {
    switch (decision.kind()) {
      case VENDED:
        return CompletableFuture.completedFuture(decision.grant().orElseThrow().credentials());
      case BASE:
        return base.thenApply(identity -> identity);
      case NOT_FOUND:
        return CompletableFuture.failedFuture(Failures.notFound(origin.toString()));
      default:
        throw new IllegalStateException("unknown decision " + decision.kind());
    }
  }

  /** Stops a request that is signed by anybody but whom the decision names. */
  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    CompletableFuture<Decision> decided = attributes.getAttribute(DECISION);
    Decision decision = decided == null || !decided.isDone() ? null : valueOf(decided);
    if (decision != null && decision.kind() == Decision.Kind.BASE) {
      return;
    }
    Optional<Grant> grant = decision == null ? Optional.empty() : decision.grant();
    Optional<String> signer = SigningIdentity.accessKeyOf(context.httpRequest());
    String origin = RequestOrigin.of(attributes).toString();
    if (grant.isEmpty()
        || !signer.equals(grant.map(vended -> vended.credentials().accessKeyId()))) {
      throw Failures.refused(
          "S3 Access Grants: the request was signed with other credentials than those vended for"
              + " it, and was stopped. This AWS SDK, a custom signer or another interceptor"
              + " resolves the signing identity in a way that the library does not know.",
          origin);
    }
    if (!clock.instant().isBefore(grant.get().expiration())) {
      throw Failures.retriable(
          "S3 Access Grants: the vended credentials expired before the request was sent.", origin);
    }
  }

  private static @Nullable Decision valueOf(CompletableFuture<Decision> decided) {
    return decided.isCompletedExceptionally() ? null : decided.getNow(null);
  }
}
