package io.github.s3agrants.credentials;

import io.github.s3agrants.access.S3Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the longest scope of one bucket that covers a path, at a cost that does not grow with the
 * number of scopes. Reads take no lock and create one small object; writes need external
 * synchronization.
 *
 * <p>A look-up passes over the key once, as far as the longest prefix reaches. It computes the hash
 * code of each beginning of the key that is as long as some prefix, and looks up those that can be
 * a prefix. Scopes with equal hash codes, which somebody may choose on purpose, are searched as in
 * a tree.
 */
final class ScopeIndex {
  private final Map<String, CachedCredentials> objects = new ConcurrentHashMap<>();

  private final Map<Beginning, CachedCredentials> prefixes = new ConcurrentHashMap<>();

  /** The number of prefixes of each length. */
  private final Map<Integer, Integer> counts = new TreeMap<>();

  /** The same for prefixes that do not end in a slash. */
  private final Map<Integer, Integer> oddCounts = new TreeMap<>();

  private volatile Lengths lengths = Lengths.NONE;

  void add(CachedCredentials cached) {
    S3Path scope = cached.credentials().scope();
    if (!scope.isPrefix()) {
      objects.put(scope.key(), cached);
    } else if (prefixes.put(Beginning.whole(scope.key()), cached) == null) {
      count(scope.key(), 1);
    }
  }

  void remove(CachedCredentials cached) {
    S3Path scope = cached.credentials().scope();
    if (!scope.isPrefix()) {
      objects.remove(scope.key(), cached);
    } else if (prefixes.remove(Beginning.whole(scope.key()), cached)) {
      count(scope.key(), -1);
    }
  }

  private void count(String prefix, int more) {
    boolean changed = count(counts, prefix.length(), more);
    if (!prefix.endsWith("/")) {
      changed |= count(oddCounts, prefix.length(), more);
    }
    if (changed) {
      lengths = new Lengths(counts.keySet(), oddCounts.keySet());
    }
  }

  /** Whether the set of lengths changed. */
  private static boolean count(Map<Integer, Integer> counts, int length, int more) {
    int count = counts.merge(length, more, Integer::sum);
    if (count == 0) {
      counts.remove(length);
    }
    return count == 0 || count == more;
  }

  boolean isEmpty() {
    return objects.isEmpty() && prefixes.isEmpty();
  }

  /**
   * The credentials whose scope lies below a path. Examines every scope, so it is for rare calls
   * only.
   */
  Stream<CachedCredentials> below(S3Path path) {
    return all().filter(cached -> path.isAbove(cached.credentials().scope()));
  }

  /** All credentials, in no order. */
  Stream<CachedCredentials> all() {
    return Stream.of(prefixes, objects).flatMap(scopes -> scopes.values().stream());
  }

  @Nullable CachedCredentials find(S3Path path) {
    String key = path.key();
    CachedCredentials exact = path.isPrefix() || objects.isEmpty() ? null : objects.get(key);
    return exact == null ? longestPrefix(key) : exact;
  }

  private @Nullable CachedCredentials longestPrefix(String key) {
    Lengths known = lengths;
    Beginning probe = new Beginning(key);
    CachedCredentials longest = null;
    for (int i = 0; i < known.all.length && known.all[i] <= key.length(); i++) {
      probe.extendTo(known.all[i]);
      if (known.odd[i] || probe.endsInSlash()) {
        CachedCredentials found = prefixes.get(probe);
        longest = found == null ? longest : found;
      }
    }
    return longest;
  }

  /** The lengths of the prefixes. Immutable. */
  private static final class Lengths {
    static final Lengths NONE = new Lengths(Set.of(), Set.of());

    /** In ascending order. */
    final int[] all;

    /** Whether some prefix with the length at the same index does not end in a slash. */
    final boolean[] odd;

    Lengths(Set<Integer> lengths, Set<Integer> oddLengths) {
      all = new int[lengths.size()];
      odd = new boolean[lengths.size()];
      int i = 0;
      for (int length : lengths) {
        all[i] = length;
        odd[i] = oddLengths.contains(length);
        i++;
      }
    }
  }

  /**
   * A beginning of a key: a prefix in the index, or a candidate of a look-up. A look-up extends one
   * candidate step by step and creates no String. A prefix in the index is never extended.
   *
   * <p>One comparable class serves both. Somebody may choose many scopes with equal hash codes, and
   * a hash map searches those by comparison only if all keys are of one comparable class.
   */
  private static final class Beginning implements Comparable<Beginning> {
    private final String key;
    private int length;
    private int hash;

    /** The empty beginning of a key. */
    Beginning(String key) {
      this.key = key;
    }

    static Beginning whole(String key) {
      Beginning whole = new Beginning(key);
      whole.extendTo(key.length());
      return whole;
    }

    void extendTo(int end) {
      int extended = hash;
      for (int i = length; i < end; i++) {
        extended = 31 * extended + key.charAt(i);
      }
      hash = extended;
      length = end;
    }

    boolean endsInSlash() {
      return length > 0 && key.charAt(length - 1) == '/';
    }

    @Override
    public int compareTo(Beginning other) {
      int order = Integer.compare(length, other.length);
      for (int i = 0; order == 0 && i < length; i++) {
        order = Character.compare(key.charAt(i), other.key.charAt(i));
      }
      return order;
    }

    @Override
    public boolean equals(@Nullable Object o) {
      if (!(o instanceof Beginning)) {
        return false;
      }
      Beginning other = (Beginning) o;
      return length == other.length && key.regionMatches(0, other.key, 0, length);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
