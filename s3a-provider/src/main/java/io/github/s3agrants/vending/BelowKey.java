package io.github.s3agrants.vending;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.grants.Tenant;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question what a tenant has below a path, and for how long its answer is good enough to whoever
 * asks: an answer that others keep for longer is another one. Immutable.
 *
 * <p>Comparable, since paths may be named so that their hash codes are the same. Tenants may
 * compare as equal that are not; maps tell them apart.
 */
final class BelowKey implements Comparable<BelowKey> {
  private final Tenant tenant;
  private final S3Path path;
  private final Duration life;

  BelowKey(Tenant tenant, S3Path path, Duration life) {
    this.tenant = requireNonNull(tenant, "tenant");
    this.path = requireNonNull(path, "path");
    this.life = requireNonNull(life, "life");
  }

  @Override
  public int compareTo(BelowKey other) {
    int order = path.compareTo(other.path);
    if (order == 0) {
      order = life.compareTo(other.life);
    }
    return order == 0 ? Integer.compare(tenant.hashCode(), other.tenant.hashCode()) : order;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof BelowKey)) {
      return false;
    }
    BelowKey other = (BelowKey) o;
    return life.equals(other.life) && path.equals(other.path) && tenant.equals(other.tenant);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * tenant.hashCode() + path.hashCode()) + life.hashCode();
  }
}
