package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AwsEndpoints;
import io.github.s3agrants.credentials.ServiceSettings;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Gets the Region of a bucket from S3. S3 puts it into the {@code x-amz-bucket-region} header of
 * every answer to HeadBucket, also of a refusal (API_HeadBucket), so the call is not signed.
 */
final class BucketRegions {
  private static final String HEADER = "x-amz-bucket-region";

  private static final Pattern REGION = Pattern.compile("[a-z]{2,10}(-[a-z0-9]{1,20}){1,5}");

  private static final String REQUEST_ID = "x-amz-request-id";
  private static final int NOT_FOUND = 404;

  private final ClientPool<ClientKey, S3Client> clients;

  BucketRegions(HttpClients http, ClientDefaults defaults) {
    clients = new ClientPool<>(key -> client(http, defaults, key));
  }

  private static S3Client client(HttpClients http, ClientDefaults defaults, ClientKey key) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http.get(key.network()))
            .region(key.region())
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(defaults.on(key.network()));
    key.place(builder);
    key.endpoint()
        .ifPresent(
            uri -> builder.endpointOverride(uri).forcePathStyle(key.awsEndpoints().pathStyle()));
    return builder.build();
  }

  /** Implements {@link AccessGrantsClient#bucketRegion}. Also throws exceptions of the SDK. */
  String find(ServiceSettings settings, String bucket) {
    SdkHttpResponse answer = headBucket(settings, bucket);
    if (answer.statusCode() == NOT_FOUND && isOfS3(answer)) {
      throw new AccessGrantsException(
          Kind.NO_BUCKET, "There is no bucket " + bucket + ": S3 answers HTTP status 404.");
    }
    String region =
        answer
            .firstMatchingHeader(HEADER)
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> noRegion(bucket, answer));
    requireWithin(settings.awsEndpoints(), region, bucket);
    return region;
  }

  /**
   * Refuses a Region of another partition, or of a wrong form. The Region becomes part of host
   * names, to which requests that the caller's credentials sign are sent.
   */
  private static void requireWithin(AwsEndpoints awsEndpoints, String region, String bucket) {
    if (!REGION.matcher(region).matches()) {
      throw new AccessGrantsException(
          Kind.BAD_RESPONSE, "S3 returned an invalid Region for bucket " + bucket + ".");
    }
    String partition = Partitions.of(region);
    if (!awsEndpoints.partition().orElse(partition).equals(partition)) {
      throw new AccessGrantsException(
          Kind.NO_INSTANCE,
          "S3 says that bucket "
              + bucket
              + " is in "
              + region
              + ", outside of the partition that S3A is set to ("
              + awsEndpoints.partition().get()
              + "). The library calls no services there.");
    }
  }

  private SdkHttpResponse headBucket(ServiceSettings settings, String bucket) {
    try {
      return clients
          .get(ClientKey.of(settings, settings.awsEndpoints().s3Region(), settings.s3Endpoint()))
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

  /** An answer to a HEAD has no error code; the request ID shows that an error is from S3. */
  private static boolean isOfS3(SdkHttpResponse answer) {
    return answer.firstMatchingHeader(REQUEST_ID).isPresent();
  }

  /** Returns the exception for an answer without a Region. */
  private static AccessGrantsException noRegion(String bucket, SdkHttpResponse answer) {
    return answer.isSuccessful() || isOfS3(answer)
        ? new AccessGrantsException(
            Kind.NO_INSTANCE, "S3 did not return the Region of bucket " + bucket + ".")
        : new AccessGrantsException(
            Kind.UNAVAILABLE,
            "Request for the Region of bucket "
                + bucket
                + ": "
                + ServiceErrors.withoutCode(answer.statusCode()));
  }

  void close() {
    clients.close();
  }
}
