package io.github.s3agrants.grants;

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
 * each beginning that is as long as some prefix; those that can be one are looked up. Reading takes
 * no lock and makes one small object; writing is for one thread at a time.
 */
final class ScopeIndex {
  private final Map<String, KeptGrant> objects = new ConcurrentHashMap<>();

  /** By prefix. Object, since a {@link Probe} asks in the place of a String. */
  private final Map<Object, KeptGrant> prefixes = new ConcurrentHashMap<>();

  /** How many prefixes there are of each length. */
  private final Map<Integer, Integer> counts = new TreeMap<>();

  /** The same of those that do not end in a slash. */
  private final Map<Integer, Integer> oddCounts = new TreeMap<>();

  private volatile Lengths lengths = Lengths.NONE;

  void add(KeptGrant kept) {
    S3Path scope = kept.grant().scope();
    if (!scope.isPrefix()) {
      objects.put(scope.key(), kept);
    } else if (prefixes.put(scope.key(), kept) == null) {
      count(scope.key(), 1);
    }
  }

  void remove(KeptGrant kept) {
    S3Path scope = kept.grant().scope();
    if (!scope.isPrefix()) {
      objects.remove(scope.key(), kept);
    } else if (prefixes.remove(scope.key(), kept)) {
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
  Stream<KeptGrant> below(S3Path path) {
    return Stream.of(prefixes, objects)
        .flatMap(scopes -> scopes.values().stream())
        .filter(kept -> path.isAbove(kept.grant().scope()));
  }

  @Nullable KeptGrant find(S3Path path) {
    String key = path.key();
    KeptGrant exact = path.isPrefix() || objects.isEmpty() ? null : objects.get(key);
    return exact == null ? longestPrefix(key) : exact;
  }

  private @Nullable KeptGrant longestPrefix(String key) {
    Lengths known = lengths;
    Probe probe = new Probe(key);
    KeptGrant longest = null;
    for (int i = 0; i < known.all.length && known.all[i] <= key.length(); i++) {
      probe.extendTo(known.all[i]);
      if (known.odd[i] || probe.endsInSlash()) {
        KeptGrant found = prefixes.get(probe);
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
   * A beginning of a key, in the place of the String that it would be. {@code Map.get} finds what
   * its argument equals, and a String's hash code is defined, so none has to be made.
   */
  private static final class Probe {
    private final String key;
    private int length;
    private int hash;

    Probe(String key) {
      this.key = key;
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
    @SuppressWarnings({
      "EqualsHashCode",
      "EqualsUnsafeCast"
    }) // never a key of a map, only a question
    public boolean equals(@Nullable Object o) {
      return o instanceof String && ((String) o).length() == length && key.startsWith((String) o);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }
}
