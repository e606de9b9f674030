package io.github.s3agrants.iceberg;

import io.github.s3agrants.parts.PartsClient;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.iceberg.aws.AwsClientFactories;
import org.apache.iceberg.aws.AwsClientFactory;
import org.apache.iceberg.aws.AwsClientProperties;
import org.apache.iceberg.aws.AwsProperties;
import org.apache.iceberg.aws.HttpClientProperties;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the S3 clients of Iceberg's {@code S3FileIO}. They sign each request with credentials that
 * S3 Access Grants vends for its path and permission, and share them with the S3A file systems of
 * the JVM. Clients of other services are Iceberg's own.
 *
 * <p>Name this class in the catalog property {@code client.factory}. Its options are those of S3A:
 * from Hadoop's configuration on the class path, and from properties {@code fs.s3a.…} or {@code
 * hadoop.fs.s3a.…} of the catalog, which win. Each client holds what the JVM shares until it is
 * closed.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsClientFactory implements AwsClientFactory {
  private static final long serialVersionUID = 1;

  /** As they were given: a copy in another process reads its own class path. */
  private @Nullable HashMap<String, String> properties;

  /** Creates a factory without properties. Iceberg looks for this constructor. */
  public AccessGrantsClientFactory() {}

  /**
   * Takes the properties of a catalog.
   *
   * @throws IllegalArgumentException if a property contradicts S3 Access Grants; the message names
   *     it and says what to do
   */
  @Override
  public void initialize(Map<String, String> ofCatalog) {
    ContradictingProperties.refuse(ofCatalog);
    properties = new HashMap<>(ofCatalog);
  }

  /**
   * Makes a client for all buckets.
   *
   * @throws IllegalArgumentException if an option of S3A has a value that is not allowed
   */
  @Override
  public S3Client s3() {
    CatalogOptions options = CatalogOptions.of(initialized());
    S3FileIOProperties s3 = new S3FileIOProperties(options.ofClient());
    AwsClientProperties aws = new AwsClientProperties(options.ofClient());
    HttpClientProperties http = new HttpClientProperties(options.ofClient());
    Buckets buckets = new Buckets(options);
    return new BucketsClient(
        new PartsClient(
            S3Client.builder()
                .applyMutation(aws::applyClientRegionConfiguration)
                .applyMutation(aws::applyLegacyMd5Plugin)
                .applyMutation(http::applyHttpClientConfigurations)
                .applyMutation(s3::applyEndpointConfigurations)
                .applyMutation(s3::applyServiceConfigurations)
                .applyMutation(s3::applyUserAgentConfigurations)
                .applyMutation(s3::applyRetryConfigurations)
                .applyMutation(buckets::signFor)
                .build()),
        buckets);
  }

  /**
   * Makes an asynchronous client for all buckets. It is never that of the CRT, which runs no
   * interceptors.
   *
   * @throws IllegalArgumentException as for {@link #s3}
   */
  @Override
  public S3AsyncClient s3Async() {
    CatalogOptions options = CatalogOptions.of(initialized());
    S3FileIOProperties s3 = new S3FileIOProperties(options.ofClient());
    AwsClientProperties aws = new AwsClientProperties(options.ofClient());
    Buckets buckets = new Buckets(options);
    return new BucketsAsyncClient(
        S3AsyncClient.builder()
            .applyMutation(aws::applyClientRegionConfiguration)
            .applyMutation(aws::applyLegacyMd5Plugin)
            .applyMutation(s3::applyEndpointConfigurations)
            .forcePathStyle(s3.isPathStyleAccess())
            .crossRegionAccessEnabled(s3.isCrossRegionAccessEnabled())
            .applyMutation(buckets::signFor)
            .build(),
        buckets);
  }

  @Override
  public GlueClient glue() {
    return ofIceberg().glue();
  }

  @Override
  public KmsClient kms() {
    return ofIceberg().kms();
  }

  @Override
  public DynamoDbClient dynamo() {
    return ofIceberg().dynamo();
  }

  private AwsClientFactory ofIceberg() {
    Map<String, String> others = new HashMap<>(initialized());
    others.remove(AwsProperties.CLIENT_FACTORY);
    return AwsClientFactories.from(others);
  }

  private Map<String, String> initialized() {
    Map<String, String> present = properties;
    if (present == null) {
      throw new IllegalStateException("S3 Access Grants: the client factory was not initialized.");
    }
    return present;
  }
}
