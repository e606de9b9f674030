package io.github.s3agrants.credentials;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import org.jspecify.annotations.Nullable;

/**
 * The key of a cache entry: a permission on a path, for one owner. Immutable.
 *
 * <p>Comparable, since somebody may choose many paths with equal hash codes: a hash map then
 * searches them by comparison instead of one by one. Different owners may compare as equal. That
 * slows such a search a little and does not change its result.
 */
public final class CacheKey implements Comparable<CacheKey> {
  private final CacheOwner owner;
  private final Permission permission;
  private final S3Path path;
  private final int hash;

  public CacheKey(CacheOwner owner, Permission permission, S3Path path) {
    this.owner = requireNonNull(owner, "owner");
    this.permission = requireNonNull(permission, "permission");
    this.path = requireNonNull(path, "path");
    this.hash = 31 * (31 * owner.hashCode() + permission.hashCode()) + path.hashCode();
  }

  CacheKey withPermission(Permission other) {
    return new CacheKey(owner, other, path);
  }

  S3Path path() {
    return path;
  }

  OwnerBucket ownerBucket() {
    return new OwnerBucket(owner, path.bucket());
  }

  @Override
  public int compareTo(CacheKey other) {
    int order = path.compareTo(other.path);
    if (order == 0) {
      order = permission.compareTo(other.permission);
    }
    return order == 0 ? Integer.compare(owner.hashCode(), other.owner.hashCode()) : order;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (this == o) {
      return true;
    }
    if (!(o instanceof CacheKey)) {
      return false;
    }
    CacheKey other = (CacheKey) o;
    return permission == other.permission && path.equals(other.path) && owner.equals(other.owner);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
