package io.github.s3agrants.grants;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One tenant's part of one bucket: as far as any grant can reach. Immutable. Comparable as {@link
 * TenantTarget} is, and for the same reason.
 */
public final class TenantBucket implements Comparable<TenantBucket> {
  private final Tenant tenant;
  private final String bucket;

  public TenantBucket(Tenant tenant, String bucket) {
    this.tenant = requireNonNull(tenant, "tenant");
    this.bucket = requireNonNull(bucket, "bucket");
  }

  public Tenant tenant() {
    return tenant;
  }

  public String bucket() {
    return bucket;
  }

  @Override
  public int compareTo(TenantBucket other) {
    int order = bucket.compareTo(other.bucket);
    return order == 0 ? Integer.compare(tenant.hashCode(), other.tenant.hashCode()) : order;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof TenantBucket
        && bucket.equals(((TenantBucket) o).bucket)
        && tenant.equals(((TenantBucket) o).tenant);
  }

  @Override
  public int hashCode() {
    return 31 * tenant.hashCode() + bucket.hashCode();
  }
}
