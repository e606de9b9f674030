package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The caller's own credentials, in the form in which S3A makes a provider: by name. */
public final class BaseCredentials implements AwsCredentialsProvider {
  private static volatile @Nullable AwsCredentialsProvider next;

  private final AwsCredentialsProvider provider;

  /** The form that S3A looks for. */
  public BaseCredentials() {
    provider = requireNonNull(next, "use() comes first");
  }

  /** What the next one gives out. */
  static void use(AwsCredentialsProvider provider) {
    next = provider;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return provider.resolveCredentials();
  }
}
