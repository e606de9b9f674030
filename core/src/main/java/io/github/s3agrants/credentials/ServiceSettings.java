package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which services are called, and what kind of credentials are requested. File systems share vended
 * credentials only if their settings, which include the user, are equal. Immutable.
 */
public final class ServiceSettings {
  private final String user;
  private final Optional<String> accountId;
  private final Optional<String> region;
  private final boolean followsBucket;
  private final Optional<URI> endpoint;
  private final Optional<URI> stsEndpoint;
  private final Optional<URI> s3Endpoint;
  private final AwsEndpoints awsEndpoints;
  private final NetworkSettings network;
  private final Duration duration;
  private final Privilege privilege;
  private final int hash;

  private ServiceSettings(Builder b) {
    user = requireNonNull(b.user, "user");
    accountId = b.accountId;
    region = b.region;
    followsBucket = b.followsBucket;
    endpoint = b.endpoint;
    stsEndpoint = b.stsEndpoint;
    s3Endpoint = b.s3Endpoint;
    awsEndpoints = b.awsEndpoints;
    network = b.network;
    duration = b.duration;
    privilege = b.privilege;
    hash =
        Objects.hash(
            user,
            accountId,
            region,
            followsBucket,
            endpoint,
            stsEndpoint,
            s3Endpoint,
            awsEndpoints,
            network,
            duration,
            privilege);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The Hadoop user that opened the file system. */
  public String user() {
    return user;
  }

  /** The account of the instance, 12 digits; empty to resolve it through STS and S3 Control. */
  public Optional<String> accountId() {
    return accountId;
  }

  /** The Region of the instance; empty for each bucket's own. */
  public Optional<String> region() {
    return region;
  }

  /** Whether a bucket's own Region overrides {@link #region} if the two differ. */
  public boolean followsBucket() {
    return followsBucket;
  }

  /** The same settings for a bucket that is known to be in a Region. */
  public ServiceSettings in(String bucketRegion) {
    return builder()
        .user(user)
        .accountId(accountId)
        .region(Optional.of(bucketRegion))
        .endpoint(endpoint)
        .stsEndpoint(stsEndpoint)
        .s3Endpoint(s3Endpoint)
        .awsEndpoints(awsEndpoints)
        .network(network)
        .duration(duration)
        .privilege(privilege)
        .build();
  }

  /** The S3 Control endpoint; empty for the SDK's in the Region. */
  public Optional<URI> endpoint() {
    return endpoint;
  }

  /** The STS endpoint; empty for the SDK's in the Region. */
  public Optional<URI> stsEndpoint() {
    return stsEndpoint;
  }

  /** The S3 endpoint that is asked for a bucket's Region; empty for the SDK's. */
  public Optional<URI> s3Endpoint() {
    return s3Endpoint;
  }

  /** How AWS endpoints are chosen for the services without an endpoint above. */
  public AwsEndpoints awsEndpoints() {
    return awsEndpoints;
  }

  /** How all of these are reached over the network. */
  public NetworkSettings network() {
    return network;
  }

  /** The requested life of vended credentials. The service accepts 15 minutes to 12 hours. */
  public Duration duration() {
    return duration;
  }

  public Privilege privilege() {
    return privilege;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (this == o) {
      return true;
    }
    if (!(o instanceof ServiceSettings)) {
      return false;
    }
    ServiceSettings other = (ServiceSettings) o;
    return hash == other.hash
        && user.equals(other.user)
        && accountId.equals(other.accountId)
        && region.equals(other.region)
        && followsBucket == other.followsBucket
        && endpoint.equals(other.endpoint)
        && stsEndpoint.equals(other.stsEndpoint)
        && s3Endpoint.equals(other.s3Endpoint)
        && awsEndpoints.equals(other.awsEndpoints)
        && network.equals(other.network)
        && duration.equals(other.duration)
        && privilege == other.privilege;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Builds {@link ServiceSettings}. Not thread-safe. */
  public static final class Builder {
    private String user = "";
    private Optional<String> accountId = Optional.empty();
    private Optional<String> region = Optional.empty();
    private boolean followsBucket;
    private Optional<URI> endpoint = Optional.empty();
    private Optional<URI> stsEndpoint = Optional.empty();
    private Optional<URI> s3Endpoint = Optional.empty();
    private AwsEndpoints awsEndpoints = AwsEndpoints.DEFAULT;
    private NetworkSettings network = NetworkSettings.DEFAULT;
    private Duration duration = Duration.ofHours(1);
    private Privilege privilege = Privilege.DEFAULT;

    private Builder() {}

    public Builder user(String value) {
      user = value;
      return this;
    }

    public Builder accountId(Optional<String> value) {
      accountId = value;
      return this;
    }

    public Builder region(Optional<String> value) {
      region = value;
      return this;
    }

    public Builder followsBucket(boolean value) {
      followsBucket = value;
      return this;
    }

    public Builder endpoint(Optional<URI> value) {
      endpoint = value;
      return this;
    }

    public Builder stsEndpoint(Optional<URI> value) {
      stsEndpoint = value;
      return this;
    }

    public Builder s3Endpoint(Optional<URI> value) {
      s3Endpoint = value;
      return this;
    }

    public Builder awsEndpoints(AwsEndpoints value) {
      awsEndpoints = value;
      return this;
    }

    public Builder network(NetworkSettings value) {
      network = value;
      return this;
    }

    public Builder duration(Duration value) {
      duration = value;
      return this;
    }

    public Builder privilege(Privilege value) {
      privilege = value;
      return this;
    }

    public ServiceSettings build() {
      return new ServiceSettings(this);
    }
  }
}
