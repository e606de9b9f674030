package io.github.s3agrants.settings;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSCredentialProviderList;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Where the caller's own credentials come from, in words for whoever has to look there: the class
 * of the provider, and what made it one of the caller's. Thread-safe.
 */
public final class CredentialsSource implements Supplier<String> {
  private final AWSCredentialProviderList providers;
  private final String where;

  private CredentialsSource(AWSCredentialProviderList providers, String where) {
    this.providers = requireNonNull(providers, "providers");
    this.where = where;
  }

  /** The providers of {@code fs.s3a.accessgrants.credentials.provider}, or S3A's own. */
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
   * What a binding of delegation tokens provides.
   *
   * @param bound whether out of a token, or from where a token would be made with
   */
  public static CredentialsSource ofTokens(
      Class<?> binding, boolean bound, AWSCredentialProviderList providers) {
    return new CredentialsSource(
        providers,
        (bound ? " of the delegation token, by " : ", there being no delegation token, by ")
            + binding.getName());
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
   * The class of the one that had the credentials. A list tells it in its text alone; where it does
   * not, it is any of them.
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
      // A toString of somebody else's is not worth more than the failure that it should explain.
      return "";
    }
  }
}
