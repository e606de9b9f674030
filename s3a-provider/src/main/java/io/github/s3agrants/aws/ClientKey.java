package io.github.s3agrants.aws;

import io.github.s3agrants.credentials.AwsEndpoints;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.ServiceSettings;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** The settings that distinguish clients of one service. Immutable. */
final class ClientKey {
  private final String region;
  private final Optional<URI> endpoint;
  private final AwsEndpoints awsEndpoints;
  private final NetworkSettings network;

  ClientKey(
      String region, Optional<URI> endpoint, AwsEndpoints awsEndpoints, NetworkSettings network) {
    this.region = region;
    this.endpoint = endpoint;
    this.awsEndpoints = awsEndpoints;
    this.network = network;
  }

  /** Returns the key for a service in a Region with these settings. */
  static ClientKey of(ServiceSettings settings, String region, Optional<URI> endpoint) {
    return new ClientKey(region, endpoint, settings.awsEndpoints(), settings.network());
  }

  Region region() {
    return Region.of(region);
  }

  /** The endpoint of the service; empty: the SDK's for the Region. */
  Optional<URI> endpoint() {
    return endpoint;
  }

  AwsEndpoints awsEndpoints() {
    return awsEndpoints;
  }

  /**
   * Sets the kind of AWS host (FIPS, dual stack) that a client calls. What is not set here, the
   * SDK's own settings may set. With an explicit endpoint, they may not.
   */
  void place(AwsClientBuilder<?, ?> builder) {
    if (endpoint.isPresent()) {
      builder.fipsEnabled(false).dualstackEnabled(false);
      return;
    }
    if (awsEndpoints.fips()) {
      builder.fipsEnabled(true);
    }
    if (awsEndpoints.dualStack()) {
      builder.dualstackEnabled(true);
    }
  }

  NetworkSettings network() {
    return network;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof ClientKey)) {
      return false;
    }
    ClientKey other = (ClientKey) o;
    return region.equals(other.region)
        && endpoint.equals(other.endpoint)
        && awsEndpoints.equals(other.awsEndpoints)
        && network.equals(other.network);
  }

  @Override
  public int hashCode() {
    return Objects.hash(region, endpoint, awsEndpoints, network);
  }
}
