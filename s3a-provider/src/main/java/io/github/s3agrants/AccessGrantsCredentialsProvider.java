package io.github.s3agrants;

import io.github.s3agrants.request.PlaceholderCredentialsProvider;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.runtime.SdkClients;
import io.github.s3agrants.settings.AccessGrantsConfig;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.CredentialsSource;
import io.github.s3agrants.settings.OptionKeys;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import org.apache.hadoop.classification.InterfaceAudience;
import org.apache.hadoop.classification.InterfaceStability;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.auth.CredentialProviderListFactory;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Supplies S3A with an identity that stands for the caller's own, and refuses to do so where no
 * request could be signed with vended credentials. What it supplies signs nothing by itself: a
 * request that {@link AccessGrantsInterceptor} has not seen is refused by S3.
 *
 * <p>Named in {@code fs.s3a.aws.credentials.provider}, together with {@link
 * AccessGrantsInterceptor} in {@code fs.s3a.audit.execution.interceptors}. S3A makes one for each
 * file system and closes it with that; what file systems share goes with the last. Thread-safe.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsCredentialsProvider implements AwsCredentialsProvider, Closeable {
  private final PlaceholderCredentialsProvider placeholders;
  private final AccessGrantsRuntime.Lease lease;

  /**
   * The form that S3A looks for.
   *
   * @param fsUri the file system; may be null, as S3A documents it
   * @param conf with the options of the bucket already applied
   * @throws IOException if an option has a value that is not allowed, if auditing is off, if the
   *     interceptor is not listed, or if no grant can be made on the bucket: it names the key and
   *     what is allowed
   */
  public AccessGrantsCredentialsProvider(@Nullable URI fsUri, Configuration conf)
      throws IOException {
    AccessGrantsConfig config = AccessGrantsConfig.read(fsUri, conf);
    AWSCredentialProviderList callers =
        CredentialProviderListFactory.buildAWSProviderList(
            fsUri,
            conf,
            // The same value under either key, and S3A names this one.
            OptionKeys.asSet(conf, AccessGrantsSettings.CREDENTIALS_PROVIDER.key()),
            CredentialProviderListFactory.STANDARD_AWS_PROVIDERS,
            Collections.emptySet());
    this.placeholders =
        new PlaceholderCredentialsProvider(callers, CredentialsSource.ofOption(conf, callers));
    try {
      this.lease = AccessGrantsRuntime.acquire(config.cacheSize(), SdkClients::create);
    } catch (RuntimeException | Error e) {
      // S3A does not close what it could not make.
      placeholders.close();
      throw e;
    }
  }

  /**
   * A placeholder that signs nothing which any service accepts. {@link AccessGrantsInterceptor}
   * finds the caller's own credentials in it, and puts those or vended ones in its place.
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
