package io.github.s3agrants.hadoop33;

import static java.util.Objects.requireNonNull;

import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.EC2ContainerCredentialsProviderWrapper;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.InstanceProfileCredentialsProvider;
import com.amazonaws.auth.WebIdentityTokenCredentialsProvider;
import io.github.s3agrants.settings.AccessGrantsSettings;
import io.github.s3agrants.settings.CallerIdentity;
import io.github.s3agrants.settings.OptionKeys;
import io.github.s3agrants.vending.BaseIdentity;
import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.TemporaryAWSCredentialsProvider;
import org.apache.hadoop.fs.s3a.auth.AssumedRoleCredentialProvider;
import org.apache.hadoop.fs.s3a.auth.IAMInstanceCredentialsProvider;
import org.apache.hadoop.fs.s3a.auth.NoAuthWithAWSException;
import org.apache.hadoop.fs.s3a.auth.NoAwsCredentialsException;
import org.jspecify.annotations.Nullable;

/** The base credentials that credentials providers of S3A 3.3 supply. Thread-safe. */
final class V1CallerCredentials implements CallerIdentity {
  /**
   * Providers whose sessions all have the same permissions, because role, policy and session name
   * are fixed when the provider is created. A new session of the same principal is then a renewal
   * of the old one.
   */
  private static final Set<String> WITH_SESSIONS_ALIKE =
      Set.of(
          SimpleAWSCredentialsProvider.class.getName(),
          TemporaryAWSCredentialsProvider.class.getName(),
          IAMInstanceCredentialsProvider.class.getName(),
          AssumedRoleCredentialProvider.class.getName(),
          EnvironmentVariableCredentialsProvider.class.getName(),
          InstanceProfileCredentialsProvider.class.getName(),
          EC2ContainerCredentialsProviderWrapper.class.getName(),
          FlinkSetup.TOKENS,
          WebIdentityTokenCredentialsProvider.class.getName());

  private static final String LAST_PROVIDER = " last provider: ";

  private final AWSCredentialProviderList providers;
  private final List<String> names;
  private final String where;
  private final @Nullable Object source;
  private volatile @Nullable Resolved last;

  private V1CallerCredentials(
      AWSCredentialProviderList providers,
      List<String> names,
      String where,
      @Nullable Object source) {
    this.providers = requireNonNull(providers, "providers");
    this.names = names;
    this.where = where;
    this.source = source;
  }

  private static final class Resolved {
    final AWSCredentials from;
    final BaseIdentity base;

    Resolved(AWSCredentials from, BaseIdentity base) {
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
  static V1CallerCredentials open(@Nullable URI fsUri, Configuration conf) throws IOException {
    String key = AccessGrantsSettings.CREDENTIALS_PROVIDER.key();
    boolean isSet = !conf.getTrimmed(key, "").isEmpty();
    // If the bucket's own key is set, both have its value; S3A's errors name this one.
    String asSet = OptionKeys.asSet(conf, key);
    AWSCredentialProviderList providers =
        S3AUtils.buildAWSProviderList(
            fsUri, conf, asSet, S3AUtils.STANDARD_AWS_PROVIDERS, Collections.emptySet());
    List<String> names =
        S3AUtils.loadAWSProviderClasses(
                conf, asSet, S3AUtils.STANDARD_AWS_PROVIDERS.toArray(new Class<?>[0]))
            .stream()
            .map(Class::getName)
            .collect(Collectors.toList());
    String where = isSet ? " (" + asSet + ")" : " of S3A's default chain (" + key + " is not set)";
    return new V1CallerCredentials(
        providers, names, where, WITH_SESSIONS_ALIKE.containsAll(names) ? new Object() : null);
  }

  @Override
  public BaseIdentity resolve() {
    AWSCredentials now = credentials();
    Resolved present = last;
    if (present != null && present.from == now) {
      return present.base;
    }
    BaseIdentity base = BaseIdentity.of(V1Credentials.copy(now), source, this::origin);
    if (V1Credentials.isImmutable(now)) {
      last = new Resolved(now, base);
    }
    return base;
  }

  /** Makes the providers look for other credentials, as the SDK asks its providers to. */
  void refresh() {
    providers.refresh();
  }

  /** Names the provider that supplied them, and the option that selected it, in words. */
  private String origin() {
    String last = lastOf(providers.toString());
    return (last.isEmpty() ? String.join(", ", names) : last) + where;
  }

  /**
   * Returns the class of the provider that supplied the credentials; empty if that is not known. A
   * list of providers shows it only in its {@code toString}, and a provider there mostly its class.
   */
  private String lastOf(String text) {
    int at = text.indexOf(LAST_PROVIDER);
    String last = at < 0 ? "" : text.substring(at + LAST_PROVIDER.length());
    return names.stream()
        .filter(
            name ->
                !last.isEmpty()
                    && (last.startsWith(name)
                        || last.startsWith(name.substring(name.lastIndexOf('.') + 1))))
        .findFirst()
        .orElse("");
  }

  private AWSCredentials credentials() {
    try {
      return providers.getCredentials();
    } catch (NoAuthWithAWSException e) {
      throw new NoAwsCredentialsException(
          "S3 Access Grants",
          "no credentials of the caller's own, which come from " + origin() + ": " + e.getMessage(),
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
