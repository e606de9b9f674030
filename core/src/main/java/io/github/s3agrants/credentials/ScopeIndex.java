package io.github.s3agrants.credentials;

import io.github.s3agrants.access.S3Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Scopes of one bucket, found by the longest that covers a path, at a cost that does not grow with
 * their number: one pass over the key, as far as the longest prefix reaches, computes the hash of
 * each beginning that is as long as some prefix; those that can be one are looked up. Scopes with
 * one hash code, which somebody may choose on purpose, cost as a search in a tree does. Reading
 * takes no lock and makes one small object; writing is for one thread at a time.
 */
final class ScopeIndex {
  private final Map<String, CachedCredentials> objects = new ConcurrentHashMap<>();

  private final Map<Beginning, CachedCredentials> prefixes = new ConcurrentHashMap<>();

  /** How many prefixes there are of each length. */
  private final Map<Integer, Integer> counts = new TreeMap<>();

  /** The same of those that do not end in a slash. */
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

  /** Whether a length has come or gone. */
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

  /** Those whose scope lies below a path. Looks at each: for questions that are seldom asked. */
  Stream<CachedCredentials> below(S3Path path) {
    return Stream.of(prefixes, objects)
        .flatMap(scopes -> scopes.values().stream())
        .filter(cached -> path.isAbove(cached.credentials().scope()));
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

  /** The lengths that prefixes have. Immutable. */
  private static final class Lengths {
    static final Lengths NONE = new Lengths(Set.of(), Set.of());

    /** Ascending. */
    final int[] all;

    /** Whether there is a prefix of the length at the same place that does not end in a slash. */
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
   * A beginning of a key: a prefix that is held, or one that may be. To look up the beginnings of a
   * key one by one makes no String of any; what is held is never extended.
   *
   * <p>One class for both, and comparable: whoever names the scopes may name many whose hash codes
   * are the same, and a hash map searches those by comparison only if all are of one such class.
   */
  private static final class Beginning implements Comparable<Beginning> {
    private final String key;
    private int length;
    private int hash;

    /** Of no characters yet. */
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
