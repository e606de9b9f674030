package io.github.s3agrants.vending.concurrent;

import io.github.s3agrants.credentials.ServiceSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service as a call reaches it, including the proxy in between. If it does not answer one call,
 * it may well answer none. Immutable.
 */
public final class Endpoint {
  private final List<Object> parts;

  private Endpoint(Object... parts) {
    this.parts = List.of(parts);
  }

  /** S3, which is asked for a bucket's Region. */
  public static Endpoint s3(ServiceSettings settings) {
    return new Endpoint(
        "S3", settings.s3Endpoint(), settings.awsEndpoints().s3Region(), settings.network());
  }

  public static Endpoint sts(ServiceSettings settings, String region) {
    return new Endpoint("STS", region, settings.stsEndpoint(), settings.network());
  }

  /**
   * S3 Control, whose host name contains the account.
   *
   * @param account 12 digits
   */
  public static Endpoint s3Control(ServiceSettings settings, String region, String account) {
    return new Endpoint("S3 Control", region, account, settings.endpoint(), settings.network());
  }

  /** No service: work on this machine. */
  public static Endpoint none() {
    return new Endpoint();
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Endpoint && parts.equals(((Endpoint) o).parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  @Override
  public String toString() {
    return parts.toString();
  }
}
