package io.github.s3agrants.grants;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/** What tells one client of a service from another. Immutable. */
final class ClientKey {
  private final String region;
  private final Optional<URI> endpoint;
  private final NetworkSettings network;

  ClientKey(String region, Optional<URI> endpoint, NetworkSettings network) {
    this.region = region;
    this.endpoint = endpoint;
    this.network = network;
  }

  Region region() {
    return Region.of(region);
  }

  /** Where the service is; empty: where the SDK has it in the Region. */
  Optional<URI> endpoint() {
    return endpoint;
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
        && network.equals(other.network);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * region.hashCode() + endpoint.hashCode()) + network.hashCode();
  }
}
