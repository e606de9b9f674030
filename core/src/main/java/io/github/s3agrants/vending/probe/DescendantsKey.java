package io.github.s3agrants.vending.probe;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CacheOwner;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The key of a cached answer: the owner, the path, and how long the file system may use the answer.
 * File systems that use answers for different times do not share them. Immutable.
 *
 * <p>Comparable, since somebody may choose paths with equal hash codes. Different owners may
 * compare as equal; maps still tell them apart.
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
