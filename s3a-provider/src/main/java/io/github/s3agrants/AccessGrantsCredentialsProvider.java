package io.github.s3agrants;

import io.github.s3agrants.aws.SdkModules;
import io.github.s3agrants.request.PlaceholderCredentialsProvider;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.CallerCredentials;
import io.github.s3agrants.settings.FileSystemIdentity;
import io.github.s3agrants.settings.OptionKeys;
import io.github.s3agrants.settings.RequiredHadoop;
import io.github.s3agrants.settings.S3aClientFactory;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Supplies S3A with placeholder credentials, which {@link AccessGrantsInterceptor} replaces in each
 * request with vended or base credentials. No service accepts the placeholder, so S3 refuses a
 * request that the interceptor has not seen.
 *
 * <p>The constructor fails if the file system is set up in a way that requests cannot be signed
 * with vended credentials.
 *
 * <p>Name this class in {@code fs.s3a.aws.credentials.provider}, and {@link
 * AccessGrantsInterceptor} in {@code fs.s3a.audit.execution.interceptors}. S3A creates one instance
 * for each file system and closes it with the file system. What the file systems of a JVM share is
 * released when the last one is closed. Thread-safe.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsCredentialsProvider implements AwsCredentialsProvider, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(AccessGrantsCredentialsProvider.class);

  static {
    RequiredHadoop.check();
  }

  private final PlaceholderCredentialsProvider placeholders;
  private final AccessGrantsRuntime.Lease lease;

  /**
   * Creates the provider of a file system. S3A looks for a constructor with these parameters.
   *
   * @param fsUri the URI of the file system; may be null, as S3A documents it
   * @param conf the configuration, to which S3A has already applied the bucket's own options. If it
   *     names no factory of S3 clients, {@link AccessGrantsClientFactory} is set
   * @throws IOException if the value of an option is not allowed, if auditing is off, if the
   *     interceptor is not listed, if no grant can be created on the bucket, or if a module of the
   *     AWS SDK is missing. The message names the key and the allowed values, or the module
   */
  public AccessGrantsCredentialsProvider(@Nullable URI fsUri, Configuration conf)
      throws IOException {
    AccessGrantsConfig config = AccessGrantsConfig.read(fsUri, conf);
    SdkModules.require();
    this.lease = acquire(config);
    if (lease.isAsking() && config.fallback()) {
      LOG.warn(
          "{} is true, and has no effect in this executor: it has no credentials of its own, because"
              + " the driver vends for it (spark.plugins)",
          OptionKeys.asSet(conf, AccessGrantsSettings.FALLBACK.key()));
    }
    try {
      this.placeholders =
          new PlaceholderCredentialsProvider(
              lease.isAsking()
                  ? FileSystemIdentity.callerWithoutCredentials(fsUri, conf, config)
                  : CallerCredentials.open(fsUri, conf));
    } catch (IOException | RuntimeException | Error e) {
      // S3A does not close a provider whose constructor failed.
      lease.close();
      throw e;
    }
    S3aClientFactory.replaceDefault(conf, AccessGrantsClientFactory.class);
  }

  private static AccessGrantsRuntime.Lease acquire(AccessGrantsConfig config) throws IOException {
    try {
      return AccessGrantsRuntime.acquire(config.cacheSize(), SdkClients::create);
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * Returns a placeholder, which no service accepts as a signer. {@link AccessGrantsInterceptor}
   * reads the base credentials from it, and replaces it with vended credentials or with those.
   */
  @Override
  public AwsCredentials resolveCredentials() {
    return placeholders.resolveCredentials();
  }

  @Override
  public void close() {
    lease.close();
    placeholders.close();
  }

  @Override
  public String toString() {
    return "AccessGrantsCredentialsProvider over " + placeholders;
  }
}
