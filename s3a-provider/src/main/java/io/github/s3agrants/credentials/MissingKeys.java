package io.github.s3agrants.credentials;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

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
    Optional<URI> bucketUrl = bucketUrl(refused.http(), key);
    if (bucketUrl.isEmpty()) {
      return false;
    }
    AwsRequestOverrideConfiguration.Builder override =
        AwsRequestOverrideConfiguration.builder()
            .credentialsProvider(refused.signer())
            .apiCallTimeout(TIMEOUT)
            .endpointProvider(at(bucketUrl.get()));
    refused
        .http()
        .firstMatchingHeader(REQUEST_PAYER)
        .ifPresent(payer -> override.putHeader(REQUEST_PAYER, payer));
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

  /** What the request's URL was before the key; empty if that cannot be told. */
  private static Optional<URI> bucketUrl(SdkHttpRequest request, String key) {
    String path = request.encodedPath();
    String end = "/" + SdkHttpUtils.urlEncodeIgnoreSlashes(key);
    if (!path.endsWith(end)) {
      return Optional.empty();
    }
    String base = path.substring(0, path.length() - end.length());
    return Optional.of(
        URI.create(request.protocol() + "://" + request.host() + ":" + request.port() + base));
  }

  void close() {
    clients.close();
  }
}
