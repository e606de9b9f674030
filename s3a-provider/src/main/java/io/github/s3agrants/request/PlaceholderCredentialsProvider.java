package io.github.s3agrants.request;

import io.github.s3agrants.aws.SdkCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import java.io.Closeable;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider;
import org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/**
 * Provides placeholders for the credentials of other providers. Only the interceptor can take the
 * credentials out of them. Thread-safe.
 */
public final class PlaceholderCredentialsProvider implements AwsCredentialsProvider, Closeable {
  /**
   * Providers whose sessions all have the same permissions, because role, policy and session name
   * are fixed when the provider is created. A new session of the same principal is then a renewal
   * of the old one. Providers that read a profile are not in this set, because a profile may run or
   * refer to anything.
   */
  private static final Set<Class<?>> WITH_SESSIONS_ALIKE =
      Set.of(
          SimpleAWSCredentialsProvider.class,
          TemporaryAWSCredentialsProvider.class,
          IAMInstanceCredentialsProvider.class,
          AssumedRoleCredentialProvider.class,
          EnvironmentVariableCredentialsProvider.class,
          InstanceProfileCredentialsProvider.class,
          ContainerCredentialsProvider.class,
          WebIdentityTokenFileCredentialsProvider.class);

  private final AWSCredentialProviderList base;
  private final @Nullable Object source;
  private final Supplier<String> origin;
  private volatile @Nullable Made last;

  /**
   * Creates a provider.
   *
   * @param base the providers of the base credentials; closed with this one
   * @param origin says where they get the credentials from, for messages
   */
  public PlaceholderCredentialsProvider(AWSCredentialProviderList base, Supplier<String> origin) {
    this.base = base;
    this.origin = origin;
    this.source =
        base.getProviders().stream().map(Object::getClass).allMatch(WITH_SESSIONS_ALIKE::contains)
            ? new Object()
            : null;
  }

  private static final class Made {
    final AwsCredentials from;
    final PlaceholderCredentials placeholder;

    Made(AwsCredentials from, PlaceholderCredentials placeholder) {
      this.from = from;
      this.placeholder = placeholder;
    }
  }

  /**
   * Returns a placeholder. As long as the credentials in it are the same immutable object, all
   * requests get the same placeholder.
   */
  @Override
  public AwsCredentials resolveCredentials() {
    AwsCredentials now = base.resolveCredentials();
    Made present = last;
    if (present != null && present.from == now) {
      return present.placeholder;
    }
    PlaceholderCredentials made =
        new PlaceholderCredentials(BaseIdentity.of(SdkCredentials.of(now), source, origin));
    if (SdkCredentials.isImmutable(now)) {
      last = new Made(now, made);
    }
    return made;
  }

  @Override
  public void close() {
    base.close();
  }

  @Override
  public String toString() {
    return "placeholder for " + base;
  }
}
