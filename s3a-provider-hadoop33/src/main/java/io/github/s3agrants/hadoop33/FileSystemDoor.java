package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;

import com.amazonaws.AbortedException;
import com.amazonaws.AmazonClientException;
import com.amazonaws.Request;
import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.handlers.HandlerContextKey;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import com.amazonaws.services.s3.model.CopyPartRequest;
import com.amazonaws.services.s3.model.GetObjectMetadataRequest;
import com.amazonaws.services.s3.model.HeadBucketRequest;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.UngrantableException;
import io.github.s3agrants.advice.RefusedCopies;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.request.SignedTarget;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.concurrent.Futures;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Decides on the requests of one file system, on the threads that send them. Thread-safe. */
final class FileSystemDoor {
  /** The decision on the last attempt of a request. */
  static final HandlerContextKey<Decision> DECISION =
      new HandlerContextKey<>("io.github.s3agrants.Decision");

  /** What made the decision. */
  static final HandlerContextKey<FileSystemDoor> DOOR =
      new HandlerContextKey<>("io.github.s3agrants.Door");

  private final CredentialVendor vendor;
  private final SignedTarget target;
  private final RefusedParts refusedParts = new RefusedParts();
  private final boolean hasEndpoint;
  private final boolean fallback;

  /**
   * Creates what decides for a file system.
   *
   * @param s3Endpoint the S3 endpoint that was set, if any
   * @param fallback whether base credentials also sign what no grant covers
   */
  FileSystemDoor(CredentialVendor vendor, Optional<URI> s3Endpoint, boolean fallback) {
    this.vendor = requireNonNull(vendor, "vendor");
    this.target = SignedTarget.at(s3Endpoint);
    this.hasEndpoint = s3Endpoint.isPresent();
    this.fallback = fallback;
  }

  /** Whether base credentials also sign what no grant covers. */
  boolean hasFallback() {
    return fallback;
  }

  /** Whether there are vended credentials already with which an object may be deleted. */
  boolean isCovered(@Nullable String bucket, String key, BaseIdentity base, RequestOrigin origin) {
    try {
      Access access = Access.object("DeleteObjects", Permission.WRITE, bucket, key);
      Decision now = vendor.decideNow(access, base, origin);
      return now != null && now.kind() == Decision.Kind.VENDED;
    } catch (UngrantableException e) {
      return false;
    }
  }

  CredentialVendor vendor() {
    return vendor;
  }

  /**
   * Returns the credentials that sign a request.
   *
   * @param base the caller's own credentials
   * @throws AmazonClientException if the request must not be sent
   */
  AWSCredentials signer(Request<?> request, BaseIdentity base) {
    RequestOrigin origin = V1Requests.originOf(request);
    try {
      if (isQuestionForTheRegion(request, origin)) {
        // The SDK goes on with the Region that is set. It would use another only with its own
        // signer.
        throw V1Exceptions.refused(
            "S3 Access Grants: the SDK need not look for the bucket's Region; nothing was sent.",
            origin);
      }
      if (request.getOriginalRequest() instanceof GetObjectMetadataRequest && !origin.isOfS3a()) {
        repeatRefusal((GetObjectMetadataRequest) request.getOriginalRequest(), base, origin);
      }
      Decision decision = decide(request, base, origin);
      if (decision.kind() == Decision.Kind.NOT_FOUND) {
        throw V1Exceptions.notFound(
            "No grant covers it, but the caller has a grant below it.", origin);
      }
      request.addHandlerContext(DECISION, decision);
      request.addHandlerContext(DOOR, this);
      return V1Credentials.of(
          decision.kind() == Decision.Kind.VENDED
              ? vendedFor(request, decision, origin)
              : decision.base().credentials());
    } catch (AmazonClientException e) {
      throw e;
    } catch (RuntimeException e) {
      // S3A translates no other exceptions.
      throw V1Exceptions.of(e, origin);
    }
  }

  /** Decides again for each attempt: nearly always from the cache. */
  private Decision decide(Request<?> request, BaseIdentity base, RequestOrigin origin) {
    Access access;
    try {
      access = V1AccessResolver.resolve(request.getOriginalRequest()).orElse(null);
    } catch (UngrantableException e) {
      return await(vendor.ungrantable(e, base), null, base, origin);
    }
    if (access == null) {
      String operation = V1AccessResolver.operationOf(request.getOriginalRequest());
      return await(vendor.unsupported(operation, base), null, base, origin);
    }
    try {
      return decide(access, base, origin);
    } catch (AmazonS3Exception e) {
      if (request.getOriginalRequest() instanceof CopyPartRequest) {
        refusedParts.add((CopyPartRequest) request.getOriginalRequest(), access);
      }
      throw e;
    }
  }

  private Decision decide(Access access, BaseIdentity base, RequestOrigin origin) {
    Decision now = vendor.decideNow(access, base, origin);
    return now != null ? now : await(vendor.decide(access, base, origin), access, base, origin);
  }

  /**
   * If the copy of an object has been refused, and still is, refuses the HEAD with which
   * TransferManager begins it again.
   */
  private void repeatRefusal(
      GetObjectMetadataRequest head, BaseIdentity base, RequestOrigin origin) {
    Access copy = refusedParts.remove(head.getKey()).orElse(null);
    if (copy != null) {
      var unused = decide(copy, base, origin);
    }
  }

  private Decision await(
      CompletableFuture<Decision> decision,
      @Nullable Access access,
      BaseIdentity base,
      RequestOrigin origin) {
    boolean waits = !decision.isDone();
    long start = System.nanoTime();
    try {
      return vendor.await(decision, access, base);
    } catch (InterruptedException e) {
      throw interrupted(e, origin);
    } catch (ExecutionException e) {
      AmazonClientException seen = V1Exceptions.of(Futures.causeOf(e), origin);
      RefusedCopies.note(vendor, Futures.causeOf(e), origin, String.valueOf(seen.getMessage()));
      throw seen;
    } finally {
      if (waits) {
        V1Waits.waited(System.nanoTime() - start);
      }
    }
  }

  /** S3A translates this to an InterruptedIOException. */
  private static AbortedException interrupted(InterruptedException e, RequestOrigin origin) {
    Thread.currentThread().interrupt();
    return new AbortedException(
        "S3 Access Grants: interrupted while waiting for credentials " + origin, e);
  }

  /** Verifies that the request goes where the credentials are for. It is complete by now. */
  private SigningCredentials vendedFor(
      Request<?> request, Decision decision, RequestOrigin origin) {
    VendedCredentials vended = requireNonNull(decision.credentials());
    Access access = requireNonNull(decision.access());
    if (!target.matches(access, new SignedByV1(request))) {
      throw V1Exceptions.refused(
          "S3 Access Grants: the request was changed after credentials had been chosen for it, and"
              + " was stopped. The credentials are for "
              + access
              + ".",
          origin);
    }
    return vended.signing();
  }

  /**
   * Whether the SDK asks for the bucket's Region, as it does before the first request if no
   * endpoint is set. It does so outside of S3A's span, and past its handlers.
   */
  private boolean isQuestionForTheRegion(Request<?> request, RequestOrigin origin) {
    return !hasEndpoint
        && request.getOriginalRequest() instanceof HeadBucketRequest
        && !origin.isOfS3a();
  }
}
