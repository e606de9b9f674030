package io.github.s3agrants.grants;

import io.github.s3agrants.access.S3Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Scopes of one bucket, found by the longest that covers a path, at a cost that does not grow with
 * their number: one pass over the key computes the hash of each of its prefixes, and those that can
 * be a scope are looked up: the ones that end in a slash, and the few lengths that other scopes
 * have. Reading takes no lock and makes one small object; writing is for one thread at a time.
 */
final class ScopeIndex {
  private static final int[] NONE = {};

  /** By key. Object, since a {@link Probe} asks in the place of a String. */
  private final Map<Object, KeptGrant> objects = new ConcurrentHashMap<>();

  /** By prefix, asked likewise. */
  private final Map<Object, KeptGrant> prefixes = new ConcurrentHashMap<>();

  /** How many prefixes there are of a length, of those that do not end in a slash. */
  private final Map<Integer, Integer> oddLengths = new ConcurrentHashMap<>();

  /** The lengths in {@link #oddLengths}, ascending. */
  private volatile int[] odd = NONE;

  void add(KeptGrant kept) {
    S3Path scope = kept.grant().scope();
    if (!scope.isPrefix()) {
      objects.put(scope.key(), kept);
    } else if (prefixes.put(scope.key(), kept) == null && isOdd(scope.key())) {
      oddLengths.merge(scope.key().length(), 1, Integer::sum);
      odd = sortedOddLengths();
    }
  }

  void remove(KeptGrant kept) {
    S3Path scope = kept.grant().scope();
    if (!scope.isPrefix()) {
      objects.remove(scope.key(), kept);
    } else if (prefixes.remove(scope.key(), kept) && isOdd(scope.key())) {
      oddLengths.computeIfPresent(
          scope.key().length(), (length, count) -> count == 1 ? null : count - 1);
      odd = sortedOddLengths();
    }
  }

  boolean isEmpty() {
    return objects.isEmpty() && prefixes.isEmpty();
  }

  @Nullable KeptGrant find(S3Path path) {
    if (isEmpty()) {
      return null;
    }
    String key = path.key();
    int[] lengths = odd;
    int nextOdd = 0;
    Probe probe = new Probe(key);
    KeptGrant longest = prefixes.get(probe);
    for (int end = 1; end <= key.length(); end++) {
      char last = key.charAt(end - 1);
      probe.extend(last);
      boolean candidate = last == '/';
      if (nextOdd < lengths.length && lengths[nextOdd] == end) {
        nextOdd++;
        candidate = true;
      }
      if (candidate) {
        KeptGrant found = prefixes.get(probe);
        longest = found == null ? longest : found;
      }
    }
    if (path.isPrefix() || objects.isEmpty()) {
      return longest;
    }
    KeptGrant exact = objects.get(probe);
    return exact == null ? longest : exact;
  }

  private static boolean isOdd(String prefix) {
    return !prefix.isEmpty() && !prefix.endsWith("/");
  }

  private int[] sortedOddLengths() {
    return Arrays.stream(oddLengths.keySet().toArray(new Integer[0]))
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
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

    void extend(char next) {
      length++;
      hash = 31 * hash + next;
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
