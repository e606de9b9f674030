package io.github.s3agrants.settings;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.aws.SdkCredentials;
import io.github.s3agrants.vending.BaseIdentity;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider;
import org.apache.hadoop.fs.s3a.auth.CredentialProviderListFactory;
import org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider;
import org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException;
import org.apache.hadoop.fs.s3a.auth.NoAwsCredentialsException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;

/** The base credentials that S3A's credentials providers supply. Thread-safe. */
public final class CallerCredentials implements CallerIdentity {
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

  private final AWSCredentialProviderList providers;
  private final @Nullable Object source;
  private final Supplier<String> origin;
  private volatile @Nullable Resolved last;

  /**
   * The credentials of these providers.
   *
   * @param providers closed with this object
   * @param origin says where they get the credentials from, for messages
   */
  public CallerCredentials(AWSCredentialProviderList providers, Supplier<String> origin) {
    this.providers = requireNonNull(providers, "providers");
    this.origin = requireNonNull(origin, "origin");
    this.source =
        providers.getProviders().stream()
                .map(Object::getClass)
                .allMatch(WITH_SESSIONS_ALIKE::contains)
            ? new Object()
            : null;
  }

  private static final class Resolved {
    final AwsCredentials from;
    final BaseIdentity base;

    Resolved(AwsCredentials from, BaseIdentity base) {
      this.from = from;
      this.base = base;
    }
  }

  /**
   * The credentials of the providers that {@code fs.s3a.accessgrants.credentials.provider} names,
   * else of S3A's default chain.
   *
   * @throws IOException if a provider cannot be created
   */
  public static CallerCredentials open(@Nullable URI fsUri, Configuration conf) throws IOException {
    AWSCredentialProviderList providers =
        CredentialProviderListFactory.buildAWSProviderList(
            fsUri,
            conf,
            // If the bucket's own key is set, both have its value; S3A's errors name this one.
            OptionKeys.asSet(conf, AccessGrantsSettings.CREDENTIALS_PROVIDER.key()),
            CredentialProviderListFactory.STANDARD_AWS_PROVIDERS,
            Collections.emptySet());
    return new CallerCredentials(providers, CredentialsSource.ofOption(conf, providers));
  }

  @Override
  public BaseIdentity resolve() {
    AwsCredentials now = credentials();
    Resolved present = last;
    if (present != null && present.from == now) {
      return present.base;
    }
    BaseIdentity base = BaseIdentity.of(SdkCredentials.of(now), source, origin);
    if (SdkCredentials.isImmutable(now)) {
      last = new Resolved(now, base);
    }
    return base;
  }

  /** Names the provider class that supplied them, and the option that selected it. */
  public String source() {
    return origin.get();
  }

  private AwsCredentials credentials() {
    try {
      return providers.resolveCredentials();
    } catch (NoAuthWithAWSException e) {
      throw new NoAwsCredentialsException(
          "S3 Access Grants",
          "no credentials of the caller's own, which come from "
              + origin.get()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    providers.close();
  }

  @Override
  public String toString() {
    return providers.toString();
  }
}
