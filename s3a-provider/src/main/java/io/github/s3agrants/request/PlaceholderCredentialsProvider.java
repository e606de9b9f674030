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
 * Provides a placeholder for whatever other providers give, which only the interceptor can take out
 * of it. Thread-safe.
 */
public final class PlaceholderCredentialsProvider implements AwsCredentialsProvider, Closeable {
  /**
   * Providers all of whose sessions are alike, since role, policy and session name are settled when
   * one is made: a new session of the same principal is the old one renewed. Those that read a
   * profile are not among them: what a profile runs or refers to may be anything.
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
   * A provider over others.
   *
   * @param base is closed with this one
   * @param origin where it gets credentials from, for messages
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

  /** A placeholder; one for all requests as long as the credentials in it are the same object. */
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
