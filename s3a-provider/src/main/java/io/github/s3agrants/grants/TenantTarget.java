package io.github.s3agrants.grants;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import org.jspecify.annotations.Nullable;

/**
 * A permission on a path for a tenant: the key under which what the service said of it is kept.
 * Immutable.
 *
 * <p>Comparable, since whoever names the paths may name many whose hash codes are the same: a hash
 * map then searches by comparison in place of looking at each. Tenants may compare as equal that
 * are not, which costs such a search a little and changes nothing that it finds.
 */
public final class TenantTarget implements Comparable<TenantTarget> {
  private final Tenant tenant;
  private final Permission permission;
  private final S3Path path;
  private final int hash;

  public TenantTarget(Tenant tenant, Permission permission, S3Path path) {
    this.tenant = requireNonNull(tenant, "tenant");
    this.permission = requireNonNull(permission, "permission");
    this.path = requireNonNull(path, "path");
    this.hash = 31 * (31 * tenant.hashCode() + permission.hashCode()) + path.hashCode();
  }

  TenantTarget withPermission(Permission other) {
    return new TenantTarget(tenant, other, path);
  }

  S3Path path() {
    return path;
  }

  TenantBucket place() {
    return new TenantBucket(tenant, path.bucket());
  }

  @Override
  public int compareTo(TenantTarget other) {
    int order = path.compareTo(other.path);
    if (order == 0) {
      order = permission.compareTo(other.permission);
    }
    return order == 0 ? Integer.compare(tenant.hashCode(), other.tenant.hashCode()) : order;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (this == o) {
      return true;
    }
    if (!(o instanceof TenantTarget)) {
      return false;
    }
    TenantTarget other = (TenantTarget) o;
    return permission == other.permission && path.equals(other.path) && tenant.equals(other.tenant);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
