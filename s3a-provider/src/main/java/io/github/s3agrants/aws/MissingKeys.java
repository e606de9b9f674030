package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AwsEndpoints;
import io.github.s3agrants.credentials.RefusedRead;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/**
 * Finds out whether S3 refused to show an object because it is not there. S3 answers 403 for a
 * missing key to whoever may not list the bucket (API_HeadObject, Permissions); whether credentials
 * that may list a prefix count, no page says.
 */
final class MissingKeys {
  /** All attempts together. The caller has an answer already, and waits for a better one only. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final String REQUEST_PAYER = "x-amz-request-payer";

  private final ClientPool<ClientKey, S3Client> clients;

  MissingKeys(HttpClients http, ClientDefaults defaults) {
    clients =
        new ClientPool<>(
            key ->
                S3Client.builder()
                    .httpClient(http.get(key.network()))
                    .region(key.region())
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .overrideConfiguration(defaults.on(key.network()))
                    .build());
  }

  /** See {@link AccessGrantsClient#isMissing}; throws what the SDK throws. */
  boolean isMissing(RefusedRead refused) {
    String key = refused.path().key();
    AwsRequestOverrideConfiguration.Builder override =
        AwsRequestOverrideConfiguration.builder()
            .credentialsProvider(SdkCredentials.provider(refused.signer()))
            .apiCallTimeout(TIMEOUT)
            .endpointProvider(at(refused.bucketUrl()));
    refused.requestPayer().ifPresent(payer -> override.putHeader(REQUEST_PAYER, payer));
    String bucket = refused.path().bucket();
    ListObjectsV2Response list =
        clients
            .get(
                new ClientKey(
                    refused.region(), Optional.empty(), AwsEndpoints.DEFAULT, refused.network()))
            .listObjectsV2(
                r ->
                    r.bucket(bucket)
                        .prefix(key)
                        .maxKeys(1)
                        .overrideConfiguration(override.build()));
    if (!bucket.equals(list.name())) {
      // S3 names the bucket in each list (API_ListObjectsV2). A proxy's page of its own, or an
      // empty one, reads like a list of nothing.
      throw new AccessGrantsException(
          AccessGrantsException.Kind.BAD_RESPONSE,
          "The answer is not a list of bucket " + bucket + ".");
    }
    // In the order of keys the first that starts with a key is that key itself, if it is there.
    return list.contents().stream().noneMatch(object -> key.equals(object.key()));
  }

  /** The URL is the bucket's own, wherever S3A's client has put the bucket's name. */
  private static S3EndpointProvider at(URI bucketUrl) {
    return params -> CompletableFuture.completedFuture(Endpoint.builder().url(bucketUrl).build());
  }

  void close() {
    clients.close();
  }
}
