package io.github.s3agrants.settings;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Describes in messages where the base credentials come from: the class of the provider, and the
 * option or token that selected it. Thread-safe.
 */
public final class CredentialsSource implements Supplier<String> {
  private final AWSCredentialProviderList providers;
  private final String where;

  private CredentialsSource(AWSCredentialProviderList providers, String where) {
    this.providers = requireNonNull(providers, "providers");
    this.where = where;
  }

  /**
   * Describes the providers of {@code fs.s3a.accessgrants.credentials.provider}, else S3A's own.
   */
  public static CredentialsSource ofOption(
      Configuration conf, AWSCredentialProviderList providers) {
    String key = AccessGrantsSettings.CREDENTIALS_PROVIDER.key();
    return new CredentialsSource(
        providers,
        conf.getTrimmed(key, "").isEmpty()
            ? " of S3A's default chain (" + key + " is not set)"
            : " (" + OptionKeys.asSet(conf, key) + ")");
  }

  /**
   * Describes the providers of a delegation token binding.
   *
   * @param binding the class of the binding
   * @param bound true if the credentials are from a token; false if there is none, and they are
   *     those that a token would be created with
   */
  public static CredentialsSource ofTokens(
      Class<?> binding, boolean bound, AWSCredentialProviderList providers) {
    return new CredentialsSource(
        providers,
        String.format(
            " (%s a delegation token; binding %s)",
            bound ? "from" : "not from", binding.getName()));
  }

  @Override
  public String get() {
    return names() + where;
  }

  private String names() {
    List<AwsCredentialsProvider> all = providers.getProviders();
    String last = lastOf(providers);
    return last.isEmpty()
        ? all.stream().map(each -> each.getClass().getName()).collect(Collectors.joining(", "))
        : last;
  }

  /**
   * Returns the class of the provider that supplied the credentials; empty if that is not known. A
   * list of providers shows it only in its {@code toString}.
   */
  private static String lastOf(AWSCredentialProviderList providers) {
    try {
      String text = providers.toString();
      return providers.getProviders().stream()
          .filter(each -> text.endsWith(" last provider: " + each))
          .findFirst()
          .map(each -> each.getClass().getName())
          .orElse("");
    } catch (RuntimeException e) {
      // The toString of another's provider failed. The failure to describe matters more.
      return "";
    }
  }
}
