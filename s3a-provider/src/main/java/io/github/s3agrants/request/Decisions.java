package io.github.s3agrants.request;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.aws.FixedIdentityProvider;
import io.github.s3agrants.aws.SdkCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.concurrent.Futures;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ClientType;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The decision on one request, kept with the request, and the identity that follows from it. The
 * request of a synchronous client waits for it here, on its caller's own thread; that of an
 * asynchronous one is signed when it has come.
 */
final class Decisions {
  /** The decision of a request for which it is known. */
  private static final ExecutionAttribute<Decision> DECISION =
      new ExecutionAttribute<>("io.github.s3agrants.Decision");

  /** The decision of any other. */
  private static final ExecutionAttribute<CompletableFuture<Decision>> PENDING =
      new ExecutionAttribute<>("io.github.s3agrants.PendingDecision");

  private static final AccessResolver RESOLVER = new AccessResolver();

  private Decisions() {}

  /** What was decided; null if nothing has been, or if it failed. */
  static @Nullable Decision of(ExecutionAttributes attributes) {
    Decision now = attributes.getAttribute(DECISION);
    CompletableFuture<Decision> pending = attributes.getAttribute(PENDING);
    return now != null || pending == null || pending.isCompletedExceptionally()
        ? now
        : pending.getNow(null);
  }

  /** Whether a request has been decided on, or is about to be. */
  static boolean isMade(ExecutionAttributes attributes) {
    return attributes.getAttribute(DECISION) != null || attributes.getAttribute(PENDING) != null;
  }

  /**
   * Decides on a request, and has it signed accordingly.
   *
   * @throws SdkException if it must not be sent, or if the thread is interrupted while it waits
   */
  static void decide(
      CredentialVendor vendor,
      SdkRequest request,
      ExecutionAttributes attributes,
      BaseIdentity base,
      RequestOrigin origin) {
    Access access;
    try {
      access = RESOLVER.resolve(request).orElse(null);
    } catch (UngrantableException e) {
      decideLater(vendor.ungrantable(e, base), vendor, null, attributes, base, origin);
      return;
    }
    Decision now =
        access == null
            ? vendor.unsupported(AccessResolver.operationOf(request.getClass()), base)
            : vendor.decideNow(access, base, origin);
    if (now != null) {
      decided(attributes, now, origin);
    } else if (access != null) {
      CompletableFuture<Decision> decision =
          BucketRegionHint.onRefusal(vendor, request, vendor.decide(access, base, origin));
      decideLater(decision, vendor, access, attributes, base, origin);
    }
  }

  private static void decideLater(
      CompletableFuture<Decision> decision,
      CredentialVendor vendor,
      @Nullable Access access,
      ExecutionAttributes attributes,
      BaseIdentity base,
      RequestOrigin origin) {
    if (isSynchronous(attributes)) {
      decided(attributes, await(vendor, decision, access, base, origin), origin);
    } else {
      signWhenDecided(attributes, decision, origin);
    }
  }

  private static void decided(
      ExecutionAttributes attributes, Decision decision, RequestOrigin origin) {
    attributes.putAttribute(DECISION, decision);
    sign(attributes, decision, origin);
  }

  /** Decides anew for the next attempt, as the caller's own credentials are by then. */
  static void decideAgain(
      CredentialVendor vendor, ExecutionAttributes attributes, Decision previous) {
    RequestOrigin origin = RequestOrigin.of(attributes);
    Access access = requireNonNull(previous.access(), "access");
    CompletableFuture<Decision> decision =
        vendor.decideAgain(access, SigningIdentity.baseAgain(attributes, previous.base()), origin);
    attributes.putAttribute(DECISION, (Decision) null);
    signWhenDecided(attributes, decision, origin);
    if (isSynchronous(attributes)) {
      try {
        var unused = await(vendor, decision, access, previous.base(), origin);
      } catch (AbortedException e) {
        throw e;
      } catch (SdkException e) {
        // The next attempt fails with it when it is to be signed.
      }
    }
  }

  private static Decision await(
      CredentialVendor vendor,
      CompletableFuture<Decision> decision,
      @Nullable Access access,
      BaseIdentity base,
      RequestOrigin origin) {
    try {
      return vendor.await(decision, access, base);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      // S3A makes an InterruptedIOException of it.
      throw AbortedException.create(
          "S3 Access Grants: interrupted while waiting for credentials " + origin, e);
    } catch (ExecutionException e) {
      throw BucketRegionHint.failure(Futures.causeOf(e), origin);
    }
  }

  /** Whether a request is a synchronous client's, which runs on its caller's own thread. */
  static boolean isSynchronous(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.CLIENT_TYPE) == ClientType.SYNC;
  }

  private static void sign(
      ExecutionAttributes attributes, Decision decision, RequestOrigin origin) {
    VendedCredentials vended = decision.credentials();
    SigningIdentity.replace(
        attributes,
        vended != null
            ? SdkCredentials.provider(vended.signing())
            : new FixedIdentityProvider(identity(decision, origin)));
  }

  private static void signWhenDecided(
      ExecutionAttributes attributes, CompletableFuture<Decision> decision, RequestOrigin origin) {
    attributes.putAttribute(PENDING, decision);
    SigningIdentity.replace(
        attributes,
        new FixedIdentityProvider(
            Futures.compose(
                decision,
                (made, failure) ->
                    made != null
                        ? identity(made, origin)
                        : CompletableFuture.failedFuture(
                            BucketRegionHint.failure(requireNonNull(failure), origin)))));
  }

  private static CompletableFuture<AwsCredentialsIdentity> identity(
      Decision decision, RequestOrigin origin) {
    switch (decision.kind()) {
      case VENDED:
        return SdkCredentials.provider(requireNonNull(decision.credentials()).signing()).identity();
      case BASE:
        return SdkCredentials.provider(decision.base().credentials()).identity();
      case NOT_FOUND:
        return CompletableFuture.failedFuture(
            S3Exceptions.notFound(
                "No grant covers it, but the caller has one for what lies below.", origin));
      default:
        throw new IllegalStateException("unknown decision " + decision.kind());
    }
  }
}
