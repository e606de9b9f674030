package io.github.s3agrants.request;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.RefusedReadFinding;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * Handles the requests of one file system, each from the choice of its credentials to its response
 * or failure. Thread-safe.
 */
public final class FileSystemRequests {
  private final CredentialVendor vendor;
  private final SignedTarget target;
  private final ExpiredCredentialsRetry expired;

  /**
   * Creates the handler of a file system.
   *
   * @param vendor decides on each request
   * @param s3Endpoint the S3 endpoint that was set, if any
   */
  public FileSystemRequests(CredentialVendor vendor, Optional<URI> s3Endpoint) {
    this.vendor = vendor;
    this.target = SignedTarget.at(s3Endpoint);
    this.expired = new ExpiredCredentialsRetry(vendor);
  }

  /** Returns the exception for a request whose interceptor S3A has not configured. */
  public static SdkException unconfigured(ExecutionAttributes attributes) {
    return refused("the interceptor was not configured", attributes);
  }

  /** Returns the exception for a request that must not be sent, and has not been. */
  public static SdkException refused(String why, ExecutionAttributes attributes) {
    return S3Exceptions.refused(
        "S3 Access Grants: " + why + "; nothing was sent.", RequestOrigins.of(attributes));
  }

  /**
   * Makes a request that of another caller than its client's: for a client of many buckets, whose
   * callers differ. {@link #decide} then finds this caller. May block, as the provider does.
   *
   * @param placeholders provides placeholders for the caller's credentials
   */
  public static void signAs(
      IdentityProvider<AwsCredentialsIdentity> placeholders, ExecutionAttributes attributes) {
    SigningIdentity.replace(attributes, placeholders, placeholders.resolveIdentity());
  }

  /**
   * Decides which credentials sign a request, and sets them.
   *
   * @throws SdkException if the request must not be sent
   */
  public void decide(SdkRequest request, ExecutionAttributes attributes) {
    RequestOrigin origin = RequestOrigins.of(attributes);
    BaseIdentity base = SigningIdentity.base(attributes);
    if (base == null && Decisions.isMade(attributes)) {
      // Another of this library's interceptors on the same client has already decided.
      return;
    }
    if (base == null) {
      throw S3Exceptions.refused(
          "S3 Access Grants: the client does not get its credentials from"
              + " AccessGrantsCredentialsProvider, or this AWS SDK keeps the signing identity where"
              + " the library does not find it; nothing was sent.",
          origin);
    }
    try {
      Decisions.decide(vendor, request, attributes, base, origin);
    } catch (SdkException e) {
      throw e;
    } catch (RuntimeException e) {
      // S3A translates no other exceptions.
      throw S3Exceptions.of(e, origin);
    }
  }

  /**
   * Verifies that a signed request has the signer and the target that were decided.
   *
   * @throws SdkException if the request must not be sent
   */
  public void check(SdkHttpRequest signed, ExecutionAttributes attributes) {
    Decision decision = Decisions.of(attributes);
    if (decision == null || !isSigned(signed, decision)) {
      throw S3Exceptions.refused(
          "S3 Access Grants: the request was signed with other credentials than those vended for"
              + " it, and was stopped. This AWS SDK, a custom signer or another interceptor"
              + " resolves the signing identity in a way that the library does not know.",
          RequestOrigins.of(attributes));
    }
    VendedCredentials vended = decision.credentials();
    if (vended == null) {
      return;
    }
    if (decision.access() == null || !target.matches(decision.access(), new SignedByV2(signed))) {
      throw S3Exceptions.refused(
          "S3 Access Grants: the request was changed after credentials had been chosen for it, and"
              + " was stopped. The credentials are for "
              + decision.access()
              + ". Another interceptor of this client rewrites its bucket, key or method.",
          RequestOrigins.of(attributes));
    }
    if (vendor.hasExpired(vended)) {
      throw S3Exceptions.retriable(
          "S3 Access Grants: the vended credentials expired before the request was sent.",
          RequestOrigins.of(attributes));
    }
  }

  private static boolean isSigned(SdkHttpRequest signed, Decision decision) {
    VendedCredentials vended = decision.credentials();
    switch (decision.kind()) {
      case VENDED:
        return vended != null
            && SigningIdentity.isSignedWith(signed, vended.signing().accessKeyId());
      case BASE:
        SigningCredentials base = decision.base().credentials();
        return base.isAnonymous()
            ? !signed.firstMatchingHeader("Authorization").isPresent()
            : SigningIdentity.isSignedWith(signed, base.accessKeyId());
      default:
        return false;
    }
  }

  /**
   * If S3 no longer accepts the vended credentials of a request, makes the SDK retry it with
   * others. Counts the bytes that a successful one transfers.
   */
  public SdkHttpResponse response(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    Decision decision = Decisions.of(attributes);
    long bytes = decision == null ? 0 : TransferredBytes.of(context);
    if (decision != null && bytes > 0) {
      vendor.transferred(decision, bytes);
    }
    return expired.response(context, attributes);
  }

  /** Returns the body that belongs to {@link #response}. */
  public static Optional<InputStream> content(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return ExpiredCredentialsRetry.content(context, attributes);
  }

  /** Does the same as {@link #response} and {@link #content} for asynchronous clients. */
  public Optional<Publisher<ByteBuffer>> asyncContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return expired.asyncContent(context, attributes);
  }

  /** Returns the failure of a request, or a more precise one in its place. */
  public Throwable explain(Context.FailedExecution context, ExecutionAttributes attributes) {
    Throwable failure = context.exception();
    if (failure instanceof AwsServiceException
        && ExpiredCredentialsRetry.isAwaitingAttempt(
            attributes,
            ((AwsServiceException) failure).statusCode(),
            CredentialErrorCodes.codeOf((AwsServiceException) failure))) {
      return replace(
          failure,
          S3Exceptions.retriable(
              "S3 Access Grants: S3 no longer accepts the vended credentials; the next attempt"
                  + " gets others.",
              RequestOrigins.of(attributes)));
    }
    if (S3Exceptions.isForbiddenByS3(failure) && isMissing(context, attributes)) {
      return replace(
          failure,
          S3Exceptions.notFound(
              "S3 answered 403, and its listing has no such object.",
              RequestOrigins.of(attributes)));
    }
    return S3Refusals.isOne(failure) ? refused((AwsServiceException) failure, attributes) : failure;
  }

  /**
   * Explains a failure in which S3 refused vended credentials. Meanwhile, new credentials are
   * requested in the background.
   */
  private Throwable refused(AwsServiceException refusal, ExecutionAttributes attributes) {
    Decision decision = Decisions.of(attributes);
    VendedCredentials vended = decision == null ? null : decision.credentials();
    Access access = decision == null ? null : decision.access();
    if (decision == null || vended == null || access == null || !S3Refusals.claim(attributes)) {
      return refusal;
    }
    RequestOrigin origin = RequestOrigins.of(attributes);
    vendor.refusedByS3(decision, origin);
    return S3Refusals.explained(refusal, vended, access, origin);
  }

  /**
   * Whether S3 answered 403 because the object does not exist. Checks this only for a synchronous
   * client, on its calling thread, which waits for S3 anyway. For an asynchronous client this may
   * run on an event loop, which must not block.
   */
  private boolean isMissing(Context.FailedExecution context, ExecutionAttributes attributes) {
    @Nullable SdkHttpRequest sent = context.httpRequest().orElse(null);
    if (sent == null || !Decisions.isSynchronous(attributes)) {
      return false;
    }
    return ExpiredCredentialsRetry.finding(attributes)
            .orElseGet(
                () -> RefusedReads.look(vendor, context.request(), sent, Decisions.of(attributes)))
        == RefusedReadFinding.MISSING;
  }

  /**
   * Replaces a failure. Newer SDKs have an exception class for AccessDenied (2.47.5), and accept
   * only a replacement of that class. Any other replacement is thrown, which has the same effect
   * for the caller.
   */
  private static Throwable replace(Throwable failure, SdkException better) {
    if (failure.getClass().isInstance(better)) {
      return better;
    }
    throw better;
  }
}
