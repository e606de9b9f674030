package io.github.s3agrants.request;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.advice.RefusedCopies;
import io.github.s3agrants.advice.RequestOrigin;
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
 * Decides on each request, keeps the decision in the request's attributes, and sets the identity
 * that follows from it. The request of a synchronous client waits here for the decision, on its
 * calling thread. The request of an asynchronous client is signed when the decision completes.
 */
final class Decisions {
  /** The decision on a request, once it is known. */
  private static final ExecutionAttribute<Decision> DECISION =
      new ExecutionAttribute<>("io.github.s3agrants.Decision");

  /** The decision on a request that did not wait for it. */
  private static final ExecutionAttribute<CompletableFuture<Decision>> PENDING =
      new ExecutionAttribute<>("io.github.s3agrants.PendingDecision");

  private static final AccessResolver RESOLVER = new AccessResolver();

  private Decisions() {}

  /** Returns the decision on a request; null if there is none yet, or if it failed. */
  static @Nullable Decision of(ExecutionAttributes attributes) {
    Decision now = attributes.getAttribute(DECISION);
    CompletableFuture<Decision> pending = attributes.getAttribute(PENDING);
    return now != null || pending == null || pending.isCompletedExceptionally()
        ? now
        : pending.getNow(null);
  }

  /** Whether the decision on a request has been made, or is being made. */
  static boolean isMade(ExecutionAttributes attributes) {
    return attributes.getAttribute(DECISION) != null || attributes.getAttribute(PENDING) != null;
  }

  /**
   * Decides on a request, and sets the identity that signs it.
   *
   * @throws SdkException if the request must not be sent, or if the thread is interrupted while it
   *     waits
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
    if (access == null) {
      CompletableFuture<Decision> decision =
          vendor.unsupported(AccessResolver.operationOf(request.getClass()), base);
      decideLater(decision, vendor, null, attributes, base, origin);
      return;
    }
    Decision now = vendor.decideNow(access, base, origin);
    if (now != null) {
      decided(attributes, now, origin);
    } else {
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
      signWhenDecided(vendor, attributes, decision, origin);
    }
  }

  private static void decided(
      ExecutionAttributes attributes, Decision decision, RequestOrigin origin) {
    attributes.putAttribute(DECISION, decision);
    sign(attributes, decision, origin);
  }

  /** Decides again for the next attempt, with the base credentials as they are by then. */
  static void decideAgain(
      CredentialVendor vendor, ExecutionAttributes attributes, Decision previous) {
    RequestOrigin origin = RequestOrigins.of(attributes);
    Access access = requireNonNull(previous.access(), "access");
    CompletableFuture<Decision> decision =
        vendor.decideAgain(access, SigningIdentity.baseAgain(attributes, previous.base()), origin);
    attributes.putAttribute(DECISION, (Decision) null);
    signWhenDecided(vendor, attributes, decision, origin);
    if (isSynchronous(attributes)) {
      try {
        var unused = await(vendor, decision, access, previous.base(), origin);
      } catch (AbortedException e) {
        throw e;
      } catch (SdkException e) {
        // The next attempt fails with the same exception when it is signed.
      }
    }
  }

  private static Decision await(
      CredentialVendor vendor,
      CompletableFuture<Decision> decision,
      @Nullable Access access,
      BaseIdentity base,
      RequestOrigin origin) {
    boolean waits = !decision.isDone();
    long start = System.nanoTime();
    try {
      return vendor.await(decision, access, base);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      // S3A translates this to an InterruptedIOException.
      throw AbortedException.create(
          "S3 Access Grants: interrupted while waiting for credentials " + origin, e);
    } catch (ExecutionException e) {
      throw failure(vendor, Futures.causeOf(e), origin);
    } finally {
      if (waits) {
        WaitStatistics.waited(System.nanoTime() - start);
      }
    }
  }

  /** Whether a request is from a synchronous client, and so runs on its caller's thread. */
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

  private static SdkException failure(
      CredentialVendor vendor, Throwable failure, RequestOrigin origin) {
    SdkException seen = BucketRegionHint.failure(failure, origin);
    RefusedCopies.note(vendor, failure, origin, String.valueOf(seen.getMessage()));
    return seen;
  }

  private static void signWhenDecided(
      CredentialVendor vendor,
      ExecutionAttributes attributes,
      CompletableFuture<Decision> decision,
      RequestOrigin origin) {
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
                            failure(vendor, requireNonNull(failure), origin)))));
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
                "No grant covers it, but the caller has a grant below it.", origin));
      default:
        throw new IllegalStateException("unknown decision " + decision.kind());
    }
  }
}
