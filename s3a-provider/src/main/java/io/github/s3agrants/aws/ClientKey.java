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

/** What tells one client of a service from another. Immutable. */
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

  /** For a service in a Region under these settings. */
  static ClientKey of(ServiceSettings settings, String region, Optional<URI> endpoint) {
    return new ClientKey(region, endpoint, settings.awsEndpoints(), settings.network());
  }

  Region region() {
    return Region.of(region);
  }

  /** Where the service is; empty: where the SDK has it in the Region. */
  Optional<URI> endpoint() {
    return endpoint;
  }

  AwsEndpoints awsEndpoints() {
    return awsEndpoints;
  }

  /**
   * Chooses the kind of host that the SDK asks. What is not chosen the SDK's own settings may
   * choose; at an endpoint that was set nothing may.
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
