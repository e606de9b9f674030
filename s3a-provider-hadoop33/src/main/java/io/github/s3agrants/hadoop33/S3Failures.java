package io.github.s3agrants.hadoop33;

import com.amazonaws.Request;
import com.amazonaws.Response;
import com.amazonaws.handlers.RequestHandler2;
import com.amazonaws.services.s3.model.AmazonS3Exception;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.advice.FailureText;
import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.request.CredentialErrorCodes;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.RefusedReadFinding;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Replaces some failures of S3 with more precise ones. Those of credentials that S3 no longer
 * accepts become failures that S3A retries: version 1 of the SDK retries by itself only what it
 * knows. Runs on the thread that sent the request.
 */
final class S3Failures extends RequestHandler2 {
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final String REQUEST_PAYER = "x-amz-request-payer";

  @Override
  public void afterError(Request<?> request, @Nullable Response<?> response, Exception failure) {
    FileSystemDoor door = request.getHandlerContext(FileSystemDoor.DOOR);
    Decision decision = request.getHandlerContext(FileSystemDoor.DECISION);
    if (!(failure instanceof AmazonS3Exception)
        || V1Exceptions.isOwn((AmazonS3Exception) failure)
        || door == null
        || decision == null
        || decision.credentials() == null) {
      return;
    }
    look(door.vendor(), request, decision, (AmazonS3Exception) failure);
  }

  private static void look(
      CredentialVendor vendor, Request<?> request, Decision decision, AmazonS3Exception failure) {
    RequestOrigin origin = V1Requests.originOf(request);
    String code = failure.getErrorCode() == null ? "" : failure.getErrorCode();
    int status = failure.getStatusCode();
    if (CredentialErrorCodes.isOfCredentials(code)) {
      if (vendor.rejected(decision)) {
        throw retriable(origin);
      }
      return;
    }
    // The answer to a HEAD has no code of S3's; the SDK puts the status in its place.
    boolean bare = failure.getErrorResponseXml() == null;
    if (bare && status == BAD_REQUEST && !vendor.claimCheck(decision)) {
      return;
    }
    if (status == FORBIDDEN || (bare && status == BAD_REQUEST)) {
      RefusedReadFinding finding =
          read(vendor, request, decision).map(vendor::look).orElse(RefusedReadFinding.NOTHING);
      if (finding == RefusedReadFinding.MISSING) {
        throw V1Exceptions.notFound("S3 answered 403, and its listing has no such object.", origin);
      }
      if (finding == RefusedReadFinding.CREDENTIALS_REJECTED && vendor.rejected(decision)) {
        throw retriable(origin);
      }
    }
    if (status == FORBIDDEN && (bare || CredentialErrorCodes.isOfAccess(code))) {
      explain(vendor, decision, failure, origin);
    }
  }

  private static AmazonS3Exception retriable(RequestOrigin origin) {
    return V1Exceptions.retriable(
        "S3 Access Grants: S3 no longer accepts the vended credentials; the next attempt gets"
            + " others.",
        origin);
  }

  /** Adds to a refusal of vended credentials where to look. Others are requested meanwhile. */
  private static void explain(
      CredentialVendor vendor, Decision decision, AmazonS3Exception refusal, RequestOrigin origin) {
    VendedCredentials vended = decision.credentials();
    Access access = decision.access();
    if (vended == null || access == null) {
      return;
    }
    vendor.refusedByS3(decision, origin);
    refusal.setErrorMessage(
        FailureText.ofRefusalByS3(refusal.getErrorMessage(), vended, access, origin));
  }

  /** Returns the read; empty if the request is not a read of one object. */
  private static Optional<RefusedRead> read(
      CredentialVendor vendor, Request<?> request, Decision decision) {
    VendedCredentials vended = decision.credentials();
    S3Path path = V1AccessResolver.objectRead(request.getOriginalRequest()).orElse(null);
    SignedByV1 sent = new SignedByV1(request);
    URI bucketUrl = path == null ? null : sent.bucketUrl(path.key()).orElse(null);
    String region = sent.region().orElse(null);
    return vended == null || path == null || bucketUrl == null || region == null
        ? Optional.empty()
        : Optional.of(
            new RefusedRead(
                path,
                bucketUrl,
                sent.header(REQUEST_PAYER),
                region,
                vended.signing(),
                vendor.network()));
  }
}
