package io.github.s3agrants;

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
 * Supplies the caller's own identity to S3A, and refuses to do so where requests would be signed
 * with it instead of with vended credentials.
 *
 * <p>Named in {@code fs.s3a.aws.credentials.provider}, together with {@link
 * AccessGrantsInterceptor} in {@code fs.s3a.audit.execution.interceptors}. S3A makes one for each
 * file system and closes it with that; what file systems share goes with the last. Thread-safe.
 */
@InterfaceAudience.Public
@InterfaceStability.Evolving
public final class AccessGrantsCredentialsProvider implements AwsCredentialsProvider, Closeable {
  private final AWSCredentialProviderList base;
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
    this.base =
        CredentialProviderListFactory.buildAWSProviderList(
            fsUri,
            conf,
            AccessGrantsConfig.CREDENTIALS_PROVIDER.key(),
            CredentialProviderListFactory.STANDARD_AWS_PROVIDERS,
            Collections.emptySet());
    this.lease = AccessGrantsRuntime.acquire(config.cacheSize());
  }

  /** The caller's own credentials, never vended ones. */
  @Override
  public AwsCredentials resolveCredentials() {
    return base.resolveCredentials();
  }

  @Override
  public void close() {
    lease.close();
    base.close();
  }

  @Override
  public String toString() {
    return "AccessGrantsCredentialsProvider over " + base;
  }
}
