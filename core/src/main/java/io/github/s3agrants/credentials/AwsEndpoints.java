package io.github.s3agrants.credentials;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How AWS endpoints are chosen, following S3A's own settings for S3: the partition and the kind of
 * host names. Immutable.
 */
public final class AwsEndpoints {
  /** For settings that name nothing: S3 is called in us-east-1, its first Region. */
  public static final AwsEndpoints DEFAULT = builder().build();

  private final String s3Region;
  private final Optional<String> partition;
  private final boolean fips;
  private final boolean dualStack;
  private final boolean pathStyle;

  private AwsEndpoints(Builder b) {
    s3Region = b.s3Region;
    partition = b.partition;
    fips = b.fips;
    dualStack = b.dualStack;
    pathStyle = b.pathStyle;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The Region in which S3 is asked for a bucket's Region, if no S3 endpoint is set. */
  public String s3Region() {
    return s3Region;
  }

  /** The partition that all Regions must belong to; empty if S3 is not AWS's. */
  public Optional<String> partition() {
    return partition;
  }

  /** Whether only FIPS hosts, with validated cryptography, may be called. */
  public boolean fips() {
    return fips;
  }

  /** Whether dual-stack hosts are called, which have IPv6 addresses too. */
  public boolean dualStack() {
    return dualStack;
  }

  /**
   * Whether a request to a configured S3 endpoint has the bucket in its path, not in its host name.
   */
  public boolean pathStyle() {
    return pathStyle;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (this == o) {
      return true;
    }
    if (!(o instanceof AwsEndpoints)) {
      return false;
    }
    AwsEndpoints other = (AwsEndpoints) o;
    return s3Region.equals(other.s3Region)
        && partition.equals(other.partition)
        && fips == other.fips
        && dualStack == other.dualStack
        && pathStyle == other.pathStyle;
  }

  @Override
  public int hashCode() {
    return Objects.hash(s3Region, partition, fips, dualStack, pathStyle);
  }

  @Override
  public String toString() {
    return s3Region
        + partition.map(id -> " of " + id).orElse("")
        + (fips ? ", FIPS" : "")
        + (dualStack ? ", dual-stack" : "");
  }

  /** Builds {@link AwsEndpoints}. Not thread-safe. */
  public static final class Builder {
    private String s3Region = "us-east-1";
    private Optional<String> partition = Optional.empty();
    private boolean fips;
    private boolean dualStack;
    private boolean pathStyle = true;

    private Builder() {}

    public Builder s3Region(String value) {
      s3Region = value;
      return this;
    }

    public Builder partition(Optional<String> value) {
      partition = value;
      return this;
    }

    public Builder fips(boolean value) {
      fips = value;
      return this;
    }

    public Builder dualStack(boolean value) {
      dualStack = value;
      return this;
    }

    public Builder pathStyle(boolean value) {
      pathStyle = value;
      return this;
    }

    public AwsEndpoints build() {
      return new AwsEndpoints(this);
    }
  }
}
