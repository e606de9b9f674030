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
 * Finds out whether S3 refused to show an object because it does not exist. For a missing key, S3
 * answers 403 to callers who may not list the bucket (API_HeadObject, Permissions). No
 * documentation says whether credentials that may list a prefix count.
 */
final class MissingKeys {
  /**
   * Timeout for all attempts together. The caller has an answer already, and waits only for a
   * better one.
   */
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

  /** Implements {@link AccessGrantsClient#isMissing}. Throws exceptions of the SDK too. */
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
      // S3 names the bucket in each list (API_ListObjectsV2). A page that a proxy made, or an
      // empty page, looks like an empty list.
      throw new AccessGrantsException(
          AccessGrantsException.Kind.BAD_RESPONSE,
          "The answer is not a list of bucket " + bucket + ".");
    }
    // S3 lists keys in order: of the keys that start with a key, that key itself comes first.
    return list.contents().stream().noneMatch(object -> key.equals(object.key()));
  }

  /**
   * Returns a provider of the bucket's own URL, wherever S3A's client has put the bucket's name.
   */
  private static S3EndpointProvider at(URI bucketUrl) {
    return params -> CompletableFuture.completedFuture(Endpoint.builder().url(bucketUrl).build());
  }

  void close() {
    clients.close();
  }
}
