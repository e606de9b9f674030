package io.github.s3agrants.access;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * One object, or all keys of a bucket that start with a prefix. The empty prefix is the whole
 * bucket. Immutable.
 *
 * <p>Keys are kept raw. They are never parsed as a URI, so a space, {@code %}, {@code +}, {@code
 * ?}, {@code #}, {@code //} or a leading {@code /} is part of the key like any other character.
 */
public final class S3Path implements Comparable<S3Path> {
  private final String bucket;
  private final String key;
  private final boolean prefix;

  private S3Path(String bucket, String key, boolean prefix) {
    this.bucket = requireNonNull(bucket, "bucket");
    this.key = requireNonNull(key, "key");
    this.prefix = prefix;
  }

  /** The object with this key. A {@code *} in the key is an ordinary character. */
  public static S3Path object(String bucket, String key) {
    return new S3Path(bucket, key, false);
  }

  /**
   * All keys that start with {@code prefix}.
   *
   * <p>The service receives a prefix with a trailing {@code *}, and could read a {@code *} inside
   * the prefix as a second wildcard. The prefix is therefore cut before its first {@code *}: {@code
   * a*b/c} becomes {@code a}. The path is then wider and needs a wider grant, but no {@code *} of a
   * key acts as a wildcard.
   */
  public static S3Path prefix(String bucket, String prefix) {
    int star = prefix.indexOf('*');
    return new S3Path(bucket, star < 0 ? prefix : prefix.substring(0, star), true);
  }

  /** All keys of the bucket. */
  public static S3Path bucket(String bucket) {
    return new S3Path(bucket, "", true);
  }

  /**
   * The narrowest path that covers all {@code keys}: the object if all keys are equal, else their
   * longest common string prefix. The order of the keys does not matter. Without keys, it is the
   * whole bucket.
   */
  public static S3Path commonAncestor(String bucket, Collection<String> keys) {
    Iterator<String> rest = keys.iterator();
    if (!rest.hasNext()) {
      return bucket(bucket);
    }
    String first = rest.next();
    int length = first.length();
    boolean same = true;
    while (rest.hasNext()) {
      String next = rest.next();
      same = same && next.equals(first);
      length = commonPrefixLength(first, length, next);
    }
    return same ? object(bucket, first) : prefix(bucket, first.substring(0, length));
  }

  /**
   * The number of leading characters that {@code a} and {@code b} share. Never splits a surrogate
   * pair.
   */
  public static int commonPrefixLength(String a, String b) {
    return commonPrefixLength(a, a.length(), b);
  }

  private static int commonPrefixLength(String a, int limit, String b) {
    int end = Math.min(limit, b.length());
    int i = 0;
    while (i < end && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    // Half of a surrogate pair has no UTF-8 form: it would reach the service as '?'.
    return i > 0 && Character.isHighSurrogate(a.charAt(i - 1)) ? i - 1 : i;
  }

  public String bucket() {
    return bucket;
  }

  /** The object's key, or the prefix. A prefix may be empty. */
  public String key() {
    return key;
  }

  public boolean isPrefix() {
    return prefix;
  }

  /** Whether this path includes everything in {@code other}. */
  public boolean covers(S3Path other) {
    return prefix
        ? other.key.startsWith(key) && bucket.equals(other.bucket)
        : !other.prefix && key.equals(other.key) && bucket.equals(other.bucket);
  }

  /**
   * Whether {@code other} lies below this path: for an object {@code k}, it starts with {@code k/};
   * for a prefix, it starts with the prefix and is longer.
   */
  public boolean isAbove(S3Path other) {
    return other.key.length() > key.length()
        && other.key.startsWith(key)
        && (prefix || other.key.charAt(key.length()) == '/')
        && bucket.equals(other.bucket);
  }

  /**
   * This path as the {@code Target} of GetDataAccess: {@code s3://bucket/key} or {@code
   * s3://bucket/prefix*}.
   */
  public String toTarget() {
    return "s3://" + bucket + "/" + key + (prefix ? "*" : "");
  }

  /**
   * A total order, consistent with equals, with no other meaning. It lets a hash map search by
   * comparison among paths with equal hash codes.
   */
  @Override
  public int compareTo(S3Path other) {
    int order = key.compareTo(other.key);
    if (order == 0) {
      order = Boolean.compare(prefix, other.prefix);
    }
    return order == 0 ? bucket.compareTo(other.bucket) : order;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    if (!(o instanceof S3Path)) {
      return false;
    }
    S3Path other = (S3Path) o;
    return prefix == other.prefix && key.equals(other.key) && bucket.equals(other.bucket);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * bucket.hashCode() + key.hashCode()) + (prefix ? 1 : 0);
  }

  /**
   * {@link #toTarget()} with control characters replaced, since a key from outside must not add
   * lines to a log.
   */
  @Override
  public String toString() {
    return OneLine.of(toTarget());
  }
}
