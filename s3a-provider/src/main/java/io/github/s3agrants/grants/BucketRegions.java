package io.github.s3agrants.grants;

import io.github.s3agrants.grants.GrantException.Kind;
import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Asks S3 for a bucket's Region. S3 puts it into the {@code x-amz-bucket-region} header of every
 * answer to HeadBucket, a refusal too (API_HeadBucket), so the question goes out unsigned.
 */
final class BucketRegions {
  private static final String HEADER = "x-amz-bucket-region";

  private static final String REQUEST_ID = "x-amz-request-id";

  private final ClientPool<S3Client> clients;

  BucketRegions(SdkHttpClient http, ClientDefaults defaults) {
    clients = new ClientPool<>((region, endpoint) -> client(http, defaults, region, endpoint));
  }

  private static S3Client client(
      SdkHttpClient http, ClientDefaults defaults, Region region, Optional<URI> endpoint) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .region(region)
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(defaults);
    endpoint.ifPresent(uri -> builder.endpointOverride(uri).forcePathStyle(true));
    return builder.build();
  }

  /** See {@link GrantsClient#bucketRegion}; throws what the SDK throws, too. */
  String find(ServiceSettings settings, String bucket) {
    SdkHttpResponse answer = ask(settings, bucket);
    return answer
        .firstMatchingHeader(HEADER)
        .filter(region -> !region.isEmpty())
        .orElseThrow(() -> noRegion(bucket, answer));
  }

  private SdkHttpResponse ask(ServiceSettings settings, String bucket) {
    try {
      return clients
          .get(Region.US_EAST_1.id(), settings.s3Endpoint())
          .headBucket(r -> r.bucket(bucket))
          .sdkHttpResponse();
    } catch (S3Exception e) {
      return headersOf(e);
    }
  }

  private static SdkHttpResponse headersOf(AwsServiceException e) {
    if (e.awsErrorDetails() == null
        || e.awsErrorDetails().sdkHttpResponse() == null
        || e.statusCode() >= 500) {
      throw e;
    }
    return e.awsErrorDetails().sdkHttpResponse();
  }

  /** An answer to HEAD has no code; that an error is S3's own shows by the id that it gives. */
  private static GrantException noRegion(String bucket, SdkHttpResponse answer) {
    return answer.isSuccessful() || answer.firstMatchingHeader(REQUEST_ID).isPresent()
        ? new GrantException(
            Kind.NO_INSTANCE, "S3 does not tell the Region of bucket " + bucket + ".")
        : new GrantException(
            Kind.UNAVAILABLE,
            "Asked for the Region of bucket "
                + bucket
                + ": "
                + ServiceErrors.withoutCode(answer.statusCode()));
  }

  void close() {
    clients.close();
  }
}
