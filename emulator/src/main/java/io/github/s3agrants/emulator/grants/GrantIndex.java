package io.github.s3agrants.emulator.grants;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.scope.S3Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds the closest grant to a target without scanning all grants: it keeps the paths sorted per
 * grantee and bucket. Not thread-safe.
 */
final class GrantIndex {

  /**
   * Orders grants by precedence: the longest path, an object before a prefix, READ or WRITE before
   * READWRITE, the oldest.
   */
  private static final Comparator<Entry> CLOSENESS =
      Comparator.<Entry>comparingInt(entry -> -entry.grant().scope().path().length())
          .thenComparing(entry -> entry.grant().scope().kind() != S3Scope.Kind.OBJECT)
          .thenComparing(entry -> entry.grant().permission() == Permission.READWRITE)
          .thenComparingLong(Entry::sequence);

  /**
   * A grant and its place in the order of creation.
   *
   * @param sequence greater than that of every older grant
   */
  record Entry(long sequence, Grant grant) {}

  private record Place(GranteeKey grantee, String bucket) {}

  /** The grants of one grantee in one bucket. */
  private static final class BucketGrants {
    private final NavigableMap<String, List<Entry>> prefixes = new TreeMap<>();
    private final Map<String, List<Entry>> objects = new HashMap<>();

    Map<String, List<Entry>> of(S3Scope scope) {
      return scope.kind() == S3Scope.Kind.OBJECT ? objects : prefixes;
    }

    boolean isEmpty() {
      return prefixes.isEmpty() && objects.isEmpty();
    }
  }

  private final Map<Place, BucketGrants> grants = new HashMap<>();

  void add(Entry entry) {
    S3Scope scope = entry.grant().scope();
    grants
        .computeIfAbsent(place(entry.grant()), place -> new BucketGrants())
        .of(scope)
        .computeIfAbsent(scope.path(), path -> new ArrayList<>(1))
        .add(entry);
  }

  void remove(Entry entry) {
    Place place = place(entry.grant());
    BucketGrants bucketGrants = grants.get(place);
    if (bucketGrants == null) {
      return;
    }
    S3Scope scope = entry.grant().scope();
    bucketGrants
        .of(scope)
        .computeIfPresent(
            scope.path(),
            (path, entries) -> {
              entries.remove(entry);
              return entries.isEmpty() ? null : entries;
            });
    if (bucketGrants.isEmpty()) {
      grants.remove(place);
    }
  }

  /** The closest of the caller's grants that covers the target and includes the permission. */
  Optional<Grant> closest(GrantCaller caller, S3Scope target, Permission permission) {
    if (target.kind() == S3Scope.Kind.EVERYTHING) {
      return Optional.empty();
    }
    List<Entry> candidates = new ArrayList<>();
    for (GranteeKey key : caller.keys()) {
      BucketGrants bucketGrants = grants.get(new Place(key, target.bucket()));
      if (bucketGrants != null) {
        collect(bucketGrants, caller, target, permission, candidates);
      }
    }
    return candidates.stream().min(CLOSENESS).map(Entry::grant);
  }

  private static void collect(
      BucketGrants bucketGrants,
      GrantCaller caller,
      S3Scope target,
      Permission permission,
      List<Entry> candidates) {
    if (target.kind() == S3Scope.Kind.OBJECT) {
      usable(
          bucketGrants.objects.getOrDefault(target.path(), List.of()),
          caller,
          permission,
          candidates);
    }
    String rest = target.path();
    while (true) {
      Map.Entry<String, List<Entry>> below = bucketGrants.prefixes.floorEntry(rest);
      if (below == null) {
        return;
      }
      String prefix = below.getKey();
      if (rest.startsWith(prefix)) {
        if (usable(below.getValue(), caller, permission, candidates) || prefix.isEmpty()) {
          return;
        }
        rest = prefix.substring(0, prefix.length() - 1);
      } else {
        // Every path sorted in between also differs from the target at this point, so skip them
        // all.
        rest = rest.substring(0, commonLength(rest, prefix));
      }
    }
  }

  private static boolean usable(
      List<Entry> entries, GrantCaller caller, Permission permission, List<Entry> candidates) {
    boolean found = false;
    for (Entry entry : entries) {
      if (entry.grant().permission().includes(permission)
          && caller.mayUse(entry.grant().applicationArn())) {
        candidates.add(entry);
        found = true;
      }
    }
    return found;
  }

  private static int commonLength(String a, String b) {
    int most = Math.min(a.length(), b.length());
    int length = 0;
    while (length < most && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  private static Place place(Grant grant) {
    return new Place(GranteeKey.of(grant.grantee()), grant.scope().bucket());
  }
}
