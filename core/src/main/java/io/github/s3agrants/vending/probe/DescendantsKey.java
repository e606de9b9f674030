package io.github.s3agrants.vending.probe;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CacheOwner;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question what a owner has below a path, and for how long its answer is good enough to whoever
 * asks: an answer that others keep for longer is another one. Immutable.
 *
 * <p>Comparable, since paths may be named so that their hash codes are the same. Tenants may
 * compare as equal that are not; maps tell them apart.
 */
final class DescendantsKey implements Comparable<DescendantsKey> {
  private final CacheOwner owner;
  private final S3Path path;
  private final Duration life;

  DescendantsKey(CacheOwner owner, S3Path path, Duration life) {
    this.owner = requireNonNull(owner, "owner");
    this.path = requireNonNull(path, "path");
    this.life = requireNonNull(life, "life");
  }

  @Override
  public int compareTo(DescendantsKey other) {
    int order = path.compareTo(other.path);
    if (order == 0) {
      order = life.compareTo(other.life);
    }
    return order == 0 ? Integer.compare(owner.hashCode(), other.owner.hashCode()) : order;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof DescendantsKey)) {
      return false;
    }
    DescendantsKey other = (DescendantsKey) o;
    return life.equals(other.life) && path.equals(other.path) && owner.equals(other.owner);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * owner.hashCode() + path.hashCode()) + life.hashCode();
  }
}
