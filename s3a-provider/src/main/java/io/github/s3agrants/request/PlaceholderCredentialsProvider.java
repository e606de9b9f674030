package io.github.s3agrants.request;

import io.github.s3agrants.settings.CallerIdentity;
import io.github.s3agrants.vending.BaseIdentity;
import java.io.Closeable;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Provides placeholders for the credentials of other providers. Only the interceptor can take the
 * credentials out of them. Thread-safe.
 */
public final class PlaceholderCredentialsProvider implements AwsCredentialsProvider, Closeable {
  private final CallerIdentity caller;
  private volatile @Nullable PlaceholderCredentials last;

  /**
   * Creates a provider.
   *
   * @param caller supplies the base credentials; closed with this provider
   */
  public PlaceholderCredentialsProvider(CallerIdentity caller) {
    this.caller = caller;
  }

  /**
   * Returns a placeholder. As long as the caller is the same object, all requests get the same
   * placeholder.
   */
  @Override
  public AwsCredentials resolveCredentials() {
    BaseIdentity now = caller.resolve();
    PlaceholderCredentials present = last;
    if (present != null && present.base() == now) {
      return present;
    }
    PlaceholderCredentials made = new PlaceholderCredentials(now);
    last = made;
    return made;
  }

  @Override
  public void close() {
    caller.close();
  }

  @Override
  public String toString() {
    return "placeholder for " + caller;
  }
}
