package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which service is asked, and for what kind of credentials. Part of what keeps vended credentials
 * apart: file systems that share them have equal settings and the same user. Immutable.
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

  /** The instance's account, 12 digits; empty: STS and S3 Control are asked. */
  public Optional<String> accountId() {
    return accountId;
  }

  /** The instance's Region; empty: that of each bucket. */
  public Optional<String> region() {
    return region;
  }

  /**
   * Whether the bucket's own Region goes before {@link #region}, should they turn out to differ.
   */
  public boolean followsBucket() {
    return followsBucket;
  }

  /** The same for a bucket that is known to be in a Region. */
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

  /** The S3 Control endpoint; empty: the SDK's for the Region. */
  public Optional<URI> endpoint() {
    return endpoint;
  }

  /** The STS endpoint; empty: the SDK's for the Region. */
  public Optional<URI> stsEndpoint() {
    return stsEndpoint;
  }

  /** Where a bucket's Region is asked for; empty: the SDK's S3 endpoint. */
  public Optional<URI> s3Endpoint() {
    return s3Endpoint;
  }

  /** Where AWS is, for what has no endpoint above. */
  public AwsEndpoints awsEndpoints() {
    return awsEndpoints;
  }

  /** How all of these are reached. */
  public NetworkSettings network() {
    return network;
  }

  /** How long vended credentials shall live: 15 minutes to 12 hours, by the service's rule. */
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

  /** Not thread-safe. */
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
