package io.github.s3agrants.request;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.vending.CredentialVendor;
import io.github.s3agrants.vending.Decision;
import io.github.s3agrants.vending.VendingException;
import io.github.s3agrants.vending.concurrent.Futures;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;

/**
 * A refused HeadBucket that still reports the bucket's Region, as S3's own refusal does. After a
 * redirect that does not name the Region, the SDK sends a HeadBucket to find it, and reads the
 * Region from a refusal too. So a caller without a grant on the whole bucket, which HeadBucket
 * needs, can still follow the redirect.
 */
final class BucketRegionHint extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final String HEADER = "x-amz-bucket-region";

  private final VendingException refusal;
  private final String region;

  private BucketRegionHint(VendingException refusal, String region) {
    super(refusal.getMessage(), refusal);
    this.refusal = refusal;
    this.region = region;
  }

  /** Returns the decision. If it is the refusal of a HeadBucket, adds the Region to it. */
  static CompletableFuture<Decision> onRefusal(
      CredentialVendor vendor, SdkRequest request, CompletableFuture<Decision> decision) {
    if (!(request instanceof HeadBucketRequest)) {
      return decision;
    }
    String bucket = ((HeadBucketRequest) request).bucket();
    return Futures.compose(
        decision,
        (made, failure) -> {
          if (!(failure instanceof VendingException)
              || !((VendingException) failure).kind().isRefusal()) {
            return decision;
          }
          VendingException refusal = (VendingException) failure;
          return Futures.compose(
              vendor.bucketRegion(bucket),
              (region, unknown) ->
                  CompletableFuture.failedFuture(
                      region == null ? refusal : new BucketRegionHint(refusal, region)));
        });
  }

  /** Translates a failed decision into an exception for S3A and the SDK. */
  static SdkException failure(Throwable failure, RequestOrigin origin) {
    if (!(failure instanceof BucketRegionHint)) {
      return S3Exceptions.of(failure, origin);
    }
    BucketRegionHint hint = (BucketRegionHint) failure;
    SdkException refused = S3Exceptions.of(hint.refusal, origin);
    return refused instanceof AwsServiceException
        ? withRegion((AwsServiceException) refused, hint.region)
        : refused;
  }

  private static SdkException withRegion(AwsServiceException refused, String region) {
    AwsErrorDetails details = requireNonNull(refused.awsErrorDetails());
    SdkHttpResponse response =
        details.sdkHttpResponse().toBuilder().putHeader(HEADER, region).build();
    return refused.toBuilder()
        .awsErrorDetails(details.toBuilder().sdkHttpResponse(response).build())
        .build();
  }
}
