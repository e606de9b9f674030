package io.github.s3agrants.grants;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The grants of one tenant in one bucket, found by longest match. No I/O, no clock: whether a grant
 * still lives is its reader's question. Reading takes no lock.
 */
final class GrantIndex {
  private static final class Scopes {
    final Map<String, Grant> objects = new ConcurrentHashMap<>();
    final ConcurrentNavigableMap<String, Grant> prefixes = new ConcurrentSkipListMap<>();

    @Nullable Grant find(S3Path path) {
      if (!path.isPrefix()) {
        Grant exact = objects.get(path.key());
        if (exact != null) {
          return exact;
        }
      }
      return longestPrefix(path.key());
    }

    /**
     * Every prefix of {@code key} sorts at or before it, and the longer ones later. So the greatest
     * entry at or before {@code key} either is its longest prefix, or shares less with it than any
     * prefix there could still be: go on from what they share.
     */
    private @Nullable Grant longestPrefix(String key) {
      String bound = key;
      while (true) {
        Map.Entry<String, Grant> floor = prefixes.floorEntry(bound);
        if (floor == null || bound.startsWith(floor.getKey())) {
          return floor == null ? null : floor.getValue();
        }
        bound = bound.substring(0, sharedLength(bound, floor.getKey()));
      }
    }

    private static int sharedLength(String a, String b) {
      int end = Math.min(a.length(), b.length());
      int i = 0;
      while (i < end && a.charAt(i) == b.charAt(i)) {
        i++;
      }
      return i;
    }

    boolean isEmpty() {
      return objects.isEmpty() && prefixes.isEmpty();
    }

    Map<String, Grant> of(S3Path scope) {
      return scope.isPrefix() ? prefixes : objects;
    }
  }

  private final Map<Permission, Scopes> byPermission = new EnumMap<>(Permission.class);

  GrantIndex() {
    for (Permission permission : Permission.values()) {
      byPermission.put(permission, new Scopes());
    }
  }

  /** Takes the place of a grant with the same scope and permission. */
  void add(Grant grant) {
    scopes(grant.permission()).of(grant.scope()).put(grant.scope().key(), grant);
  }

  /** Removes this very grant, and never one that has taken its place. */
  void remove(Grant grant) {
    scopes(grant.permission()).of(grant.scope()).remove(grant.scope().key(), grant);
  }

  boolean isEmpty() {
    return byPermission.values().stream().allMatch(Scopes::isEmpty);
  }

  /**
   * The grant with the longest scope that covers {@code path}: one with just {@code needed} before
   * one that may do more.
   */
  Optional<Grant> find(S3Path path, Permission needed) {
    Grant grant = scopes(needed).find(path);
    if (grant == null && needed != Permission.READWRITE) {
      grant = scopes(Permission.READWRITE).find(path);
    }
    return Optional.ofNullable(grant);
  }

  private Scopes scopes(Permission permission) {
    Scopes scopes = byPermission.get(permission);
    if (scopes == null) {
      throw new IllegalStateException(permission + " has no scopes");
    }
    return scopes;
  }
}
