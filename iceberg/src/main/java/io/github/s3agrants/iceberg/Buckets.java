package io.github.s3agrants.iceberg;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.settings.EntryPoints;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * What one client needs of each of its buckets: the provider and the interceptor that S3A would
 * make for a file system on it. They are made with the first request for the bucket, and closed
 * with the client. Thread-safe.
 */
final class Buckets implements Closeable {
  private final CatalogOptions options;
  private final Map<String, Bucket> open = new ConcurrentHashMap<>();

  /** Guarded by this object. */
  private boolean closed;

  Buckets(CatalogOptions options) {
    this.options = options;
  }

  /** One bucket. Immutable. */
  static final class Bucket {
    final AccessGrantsCredentialsProvider provider;
    final AccessGrantsInterceptor interceptor;

    Bucket(AccessGrantsCredentialsProvider provider, AccessGrantsInterceptor interceptor) {
      this.provider = provider;
      this.interceptor = interceptor;
    }
  }

  /**
   * Makes a client sign for these buckets. Its own credentials are a placeholder that no service
   * accepts, so that a request that the interceptor has not seen is refused.
   */
  void signFor(AwsClientBuilder<?, ?> builder) {
    AwsCredentials placeholder =
        AwsBasicCredentials.create(
            EntryPoints.PLACEHOLDER_ACCESS_KEY_ID, UUID.randomUUID().toString());
    builder.credentialsProvider(() -> placeholder);
    ClientOverrideConfiguration.Builder more = builder.overrideConfiguration().toBuilder();
    builder.overrideConfiguration(
        more.addExecutionInterceptor(new BucketInterceptor(this)).build());
  }

  /** The bucket that a request names; empty if it names none. */
  static Optional<String> nameIn(SdkRequest request) {
    return request
        .getValueForField("Bucket", String.class)
        .or(() -> request.getValueForField("DestinationBucket", String.class))
        .filter(name -> !name.isEmpty());
  }

  boolean isOpen(String name) {
    return open.containsKey(name);
  }

  /**
   * Returns a bucket. May block if it is the first time.
   *
   * @throws SdkClientException if the options do not allow requests to it
   */
  Bucket get(String name) {
    @Nullable Bucket present = open.get(name);
    return present == null ? opened(name) : present;
  }

  private synchronized Bucket opened(String name) {
    @Nullable Bucket present = open.get(name);
    if (present != null) {
      return present;
    }
    try {
      if (closed) {
        throw new IOException("The client is closed.");
      }
      Bucket made = make(fileSystem(name));
      open.put(name, made);
      return made;
    } catch (IOException | RuntimeException e) {
      throw SdkClientException.create(
          "S3 Access Grants: no request to bucket " + name + " is sent. " + e.getMessage(), e);
    }
  }

  private Bucket make(@Nullable URI fsUri) throws IOException {
    Configuration conf = options.ofBucket(fsUri);
    AccessGrantsCredentialsProvider provider = new AccessGrantsCredentialsProvider(fsUri, conf);
    AccessGrantsInterceptor interceptor = new AccessGrantsInterceptor();
    try {
      interceptor.setConf(conf);
    } catch (UncheckedIOException | IllegalStateException e) {
      provider.close();
      throw e;
    }
    return new Bucket(provider, interceptor);
  }

  /**
   * The URI of S3A's file system on a bucket; null if S3A could open none. What is no bucket's name
   * is refused when a request is decided.
   */
  private static @Nullable URI fileSystem(String bucket) {
    try {
      URI uri = new URI("s3a", bucket, null, null);
      return bucket.equals(uri.getHost()) ? uri : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    open.values().forEach(bucket -> bucket.provider.close());
    open.clear();
  }
}
