package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The grants of one caller in one bucket, at one moment: which of them cover a path, and which lie
 * below it. Immutable.
 *
 * <p>The service may have made, changed or revoked grants since. So this tells what to ask for, and
 * never that something is permitted.
 */
public final class KnownGrants {
  /** How many bits there are for permissions. */
  private static final int BITS = 3;

  /** Sorted by path. */
  private final S3Path[] scopes;

  /** What is granted on the scope with the same index: a set of {@link #bit}s. */
  private final byte[] granted;

  private KnownGrants(S3Path[] scopes, byte[] granted) {
    this.scopes = scopes;
    this.granted = granted;
  }

  /** Those of the grants that are on one bucket. */
  public static KnownGrants of(String bucket, Collection<CallerGrant> grants) {
    Map<S3Path, Integer> sorted = new TreeMap<>();
    for (CallerGrant grant : grants) {
      if (grant.scope().bucket().equals(bucket)) {
        sorted.merge(
            sharing(bucket, grant.scope()),
            bit(grant.permission(), grant.isBoundToApplication()),
            (some, more) -> some | more);
      }
    }
    S3Path[] scopes = sorted.keySet().toArray(new S3Path[0]);
    byte[] granted = new byte[scopes.length];
    int i = 0;
    for (int bits : sorted.values()) {
      granted[i++] = (byte) bits;
    }
    return new KnownGrants(scopes, granted);
  }

  /** The same scope. There may be very many, and each has come with a bucket's name of its own. */
  private static S3Path sharing(String bucket, S3Path scope) {
    return scope.isPrefix()
        ? S3Path.prefix(bucket, scope.key())
        : S3Path.object(bucket, scope.key());
  }

  private static int bit(Permission permission, boolean boundToApplication) {
    return boundToApplication ? bit(permission) << BITS : bit(permission);
  }

  private static int bit(Permission permission) {
    switch (permission) {
      case READ:
        return 1;
      case WRITE:
        return 1 << 1;
      case READWRITE:
        return 1 << 2;
    }
    throw new IllegalArgumentException("unknown permission " + permission);
  }

  /** The number of different scopes. */
  public int size() {
    return scopes.length;
  }

  /** All grants, in the order of their scopes. */
  public List<CallerGrant> all() {
    List<CallerGrant> all = new ArrayList<>();
    for (int i = 0; i < scopes.length; i++) {
      for (Permission permission : Permission.values()) {
        for (boolean bound : new boolean[] {false, true}) {
          if ((granted[i] & bit(permission, bound)) != 0) {
            all.add(new CallerGrant(scopes[i], permission, bound));
          }
        }
      }
    }
    return all;
  }

  /**
   * What to ask for, to get credentials that serve {@code needed} on a path; empty if no grant
   * covers it. See {@link #covering}.
   */
  public Optional<CallerGrant> closest(S3Path path, Permission needed) {
    return covering(path, needed).stream().findFirst();
  }

  /**
   * What may be asked for, to get credentials that serve {@code needed} on a path, the best first:
   * for each grant that covers the path and permits that its scope, from the longest on, with
   * READWRITE if the grant has it. Grants of applications come after all others, since it is not
   * known whether the caller comes through theirs.
   */
  public List<CallerGrant> covering(S3Path path, Permission needed) {
    List<CallerGrant> covering = new ArrayList<>();
    addCovering(covering, path, needed, false);
    addCovering(covering, path, needed, true);
    return covering;
  }

  private void addCovering(
      List<CallerGrant> covering, S3Path path, Permission needed, boolean bound) {
    String key = path.key();
    int i = lastUpTo(key, scopes.length);
    while (i >= 0) {
      S3Path scope = scopes[i];
      if (scope.covers(path)) {
        Permission permission = permission(i, needed, bound);
        if (permission != null) {
          covering.add(new CallerGrant(scope, permission, bound));
        }
      }
      // What covers the path begins it. So nothing is missed between here and the part in common.
      int shared = S3Path.commonPrefixLength(key, scope.key());
      i = shared < scope.key().length() ? lastUpTo(key.substring(0, shared), i) : i - 1;
    }
  }

  private @Nullable Permission permission(int i, Permission needed, boolean bound) {
    if ((granted[i] & bit(Permission.READWRITE, bound)) != 0) {
      return Permission.READWRITE;
    }
    return (granted[i] & bit(needed, bound)) != 0 ? needed : null;
  }

  /** The index of the last scope before {@code end} whose key is not after {@code key}; or -1. */
  private int lastUpTo(String key, int end) {
    return countOf(scope -> scope.compareTo(key) <= 0, end) - 1;
  }

  /** The index of the first scope whose key is not before {@code key}. */
  private int firstFrom(String key) {
    return countOf(scope -> scope.compareTo(key) < 0, scopes.length);
  }

  /** How many of the scopes before {@code end} are such ones, which come before all others. */
  private int countOf(Predicate<String> first, int end) {
    int low = 0;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (first.test(scopes[middle].key())) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Whether some grant permits an access. */
  public boolean permits(Access access) {
    return closest(access.path(), access.permission()).isPresent();
  }

  /** Whether there is a grant on exactly this object, whatever it permits. */
  public boolean isObject(S3Path path) {
    return !path.isPrefix() && isScope(path);
  }

  /** Whether there is a grant with exactly this scope, whatever it permits. */
  public boolean isScope(S3Path path) {
    return Arrays.binarySearch(scopes, path) >= 0;
  }

  /** Whether some grant, whatever it permits, lies below a path. */
  public boolean areBelow(S3Path path) {
    return below(path).findAny().isPresent();
  }

  /** Whether some grant below a path permits reading. */
  public boolean areReadableBelow(S3Path path) {
    return below(path, true).findAny().isPresent();
  }

  /**
   * The scopes below a path that may be read, without those inside another one, in the order in
   * which S3 lists keys.
   */
  public List<S3Path> readableBelow(S3Path path) {
    List<S3Path> readable = new ArrayList<>();
    below(path, true).forEach(scope -> addUnlessInside(readable, scope));
    readable.sort((a, b) -> KeyOrder.compare(a.key(), b.key()));
    return readable;
  }

  /** The scopes come in order, so that only the last one can contain the next, or be in it. */
  private static void addUnlessInside(List<S3Path> some, S3Path next) {
    int last = some.size() - 1;
    if (last >= 0 && next.covers(some.get(last))) {
      some.set(last, next);
    } else if (last < 0 || !some.get(last).covers(next)) {
      some.add(next);
    }
  }

  /** The scopes below a path, in no order that S3 knows. */
  public Stream<S3Path> below(S3Path path) {
    return below(path, false);
  }

  private Stream<S3Path> below(S3Path path, boolean readable) {
    // Nothing between an object k and its k/ lies below it, and there may be much of it.
    String start = path.isPrefix() ? path.key() : path.key() + "/";
    int first = path.isPrefix() ? lastUpTo(start, scopes.length) + 1 : firstFrom(start);
    int reading =
        bit(Permission.READ, false)
            | bit(Permission.READWRITE, false)
            | bit(Permission.READ, true)
            | bit(Permission.READWRITE, true);
    return IntStream.range(first, scopes.length)
        .takeWhile(i -> scopes[i].key().startsWith(start))
        .filter(i -> path.isAbove(scopes[i]))
        .filter(i -> !readable || (granted[i] & reading) != 0)
        .mapToObj(i -> scopes[i]);
  }

  @Override
  public String toString() {
    return size() + " known grants";
  }
}
