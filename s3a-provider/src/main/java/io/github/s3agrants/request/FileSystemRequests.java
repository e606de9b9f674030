package io.github.s3agrants.request;

import io.github.s3agrants.access.Access;
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

/** What happens to each request of one file system, from before it is signed on. Thread-safe. */
public final class FileSystemRequests {
  private final CredentialVendor vendor;
  private final SignedTarget target;
  private final ExpiredCredentialsRetry expired;

  /**
   * The requests of one file system.
   *
   * @param s3Endpoint the S3 endpoint that was set, if any
   */
  public FileSystemRequests(CredentialVendor vendor, Optional<URI> s3Endpoint) {
    this.vendor = vendor;
    this.target = SignedTarget.at(s3Endpoint);
    this.expired = new ExpiredCredentialsRetry(vendor);
  }

  /** What becomes of a request whose interceptor S3A has not configured. */
  public static SdkException unconfigured(ExecutionAttributes attributes) {
    return S3Exceptions.refused(
        "S3 Access Grants: the interceptor was not configured; nothing was sent.",
        RequestOrigin.of(attributes));
  }

  /**
   * Decides who signs a request.
   *
   * @throws SdkException if nobody may
   */
  public void decide(SdkRequest request, ExecutionAttributes attributes) {
    RequestOrigin origin = RequestOrigin.of(attributes);
    BaseIdentity base = SigningIdentity.base(attributes);
    if (base == null && Decisions.isMade(attributes)) {
      // By another of this library's interceptors on the same client: one is enough.
      return;
    }
    if (base == null) {
      throw S3Exceptions.refused(
          "S3 Access Grants: the client does not have its credentials from"
              + " AccessGrantsCredentialsProvider, or this AWS SDK keeps the signing identity where"
              + " the library does not find it; nothing was sent.",
          origin);
    }
    try {
      Decisions.decide(vendor, request, attributes, base, origin);
    } catch (SdkException e) {
      throw e;
    } catch (RuntimeException e) {
      // S3A translates nothing else.
      throw S3Exceptions.of(e, origin);
    }
  }

  /**
   * Checks a signed request against what was decided.
   *
   * @throws SdkException if it must not be sent
   */
  public void check(SdkHttpRequest signed, ExecutionAttributes attributes) {
    Decision decision = Decisions.of(attributes);
    if (decision == null || !isSigned(signed, decision)) {
      throw S3Exceptions.refused(
          "S3 Access Grants: the request was signed with other credentials than those vended for"
              + " it, and was stopped. This AWS SDK, a custom signer or another interceptor"
              + " resolves the signing identity in a way that the library does not know.",
          RequestOrigin.of(attributes));
    }
    VendedCredentials vended = decision.credentials();
    if (vended == null) {
      return;
    }
    if (decision.access() == null || !target.matches(decision.access(), signed)) {
      throw S3Exceptions.refused(
          "S3 Access Grants: the request was changed after credentials had been chosen for it, and"
              + " was stopped. It was to be "
              + decision.access()
              + ". Another interceptor of this client rewrites its bucket, key or method.",
          RequestOrigin.of(attributes));
    }
    if (vendor.hasExpired(vended)) {
      throw S3Exceptions.retriable(
          "S3 Access Grants: the vended credentials expired before the request was sent.",
          RequestOrigin.of(attributes));
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

  /** Has a request whose vended credentials S3 no longer takes tried again with others. */
  public SdkHttpResponse response(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return expired.response(context, attributes);
  }

  /** The body that goes with {@link #response}. */
  public static Optional<InputStream> content(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return ExpiredCredentialsRetry.content(context, attributes);
  }

  /** As {@link #response} and {@link #content}, for asynchronous clients. */
  public Optional<Publisher<ByteBuffer>> asyncContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return expired.asyncContent(context, attributes);
  }

  /** The failure of a request, or what it really is. */
  public Throwable explain(Context.FailedExecution context, ExecutionAttributes attributes) {
    Throwable failure = context.exception();
    if (failure instanceof AwsServiceException
        && ExpiredCredentialsRetry.isAwaitingAttempt(
            attributes,
            ((AwsServiceException) failure).statusCode(),
            CredentialErrorCodes.codeOf((AwsServiceException) failure))) {
      return inPlaceOf(
          failure,
          S3Exceptions.retriable(
              "S3 Access Grants: S3 no longer takes the vended credentials; the next attempt gets"
                  + " others.",
              RequestOrigin.of(attributes)));
    }
    if (S3Exceptions.isForbiddenByS3(failure) && isMissing(context, attributes)) {
      return inPlaceOf(
          failure,
          S3Exceptions.notFound(
              "S3 answered 403, and lists no such object.", RequestOrigin.of(attributes)));
    }
    return S3Refusals.isOne(failure) ? refused((AwsServiceException) failure, attributes) : failure;
  }

  /** What S3 refused to vended credentials, explained; the grant is asked for afresh meanwhile. */
  private Throwable refused(AwsServiceException refusal, ExecutionAttributes attributes) {
    Decision decision = Decisions.of(attributes);
    VendedCredentials vended = decision == null ? null : decision.credentials();
    Access access = decision == null ? null : decision.access();
    if (decision == null || vended == null || access == null || !S3Refusals.claim(attributes)) {
      return refusal;
    }
    RequestOrigin origin = RequestOrigin.of(attributes);
    vendor.refusedByS3(decision, origin);
    return S3Refusals.explained(refusal, vended, access, origin);
  }

  /**
   * Whether S3 refused to show what is not there. Of a synchronous client's requests alone: there
   * this runs on the thread of the caller, who waits for S3 anyway; else it may be an event loop.
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
   * Newer SDKs have an exception for AccessDenied (2.47.5), and let it be replaced only by one of
   * its own class. Any other is thrown, which the caller sees as the same.
   */
  private static Throwable inPlaceOf(Throwable failure, SdkException better) {
    if (failure.getClass().isInstance(better)) {
      return better;
    }
    throw better;
  }
}
