package io.github.s3agrants.benchmarks;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Base credentials as a provider class, which S3A makes by its name. */
public final class BaseCredentials implements AwsCredentialsProvider {
  private static volatile @Nullable AwsCredentialsProvider next;

  private final AwsCredentialsProvider provider;

  /** The constructor that S3A needs. */
  public BaseCredentials() {
    provider = requireNonNull(next, "use() comes first");
  }

  /** Sets the provider of the credentials of the next instance. */
  static void use(AwsCredentialsProvider provider) {
    next = provider;
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return provider.resolveCredentials();
  }
}
