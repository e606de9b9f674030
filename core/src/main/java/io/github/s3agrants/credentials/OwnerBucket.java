package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A bucket for one owner. No grant reaches beyond one bucket, so credentials and calls under way
 * are grouped by this key. Immutable. Comparable for the same reason as {@link CacheKey}.
 */
public final class OwnerBucket implements Comparable<OwnerBucket> {
  private final CacheOwner owner;
  private final String bucket;

  public OwnerBucket(CacheOwner owner, String bucket) {
    this.owner = requireNonNull(owner, "owner");
    this.bucket = requireNonNull(bucket, "bucket");
  }

  public CacheOwner owner() {
    return owner;
  }

  public String bucket() {
    return bucket;
  }

  @Override
  public int compareTo(OwnerBucket other) {
    int order = bucket.compareTo(other.bucket);
    return order == 0 ? Integer.compare(owner.hashCode(), other.owner.hashCode()) : order;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof OwnerBucket
        && bucket.equals(((OwnerBucket) o).bucket)
        && owner.equals(((OwnerBucket) o).owner);
  }

  @Override
  public int hashCode() {
    return 31 * owner.hashCode() + bucket.hashCode();
  }
}
