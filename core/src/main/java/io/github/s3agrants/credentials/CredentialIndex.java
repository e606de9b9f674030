package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The grants of one owner in one bucket, found by longest match. No I/O, no clock: whether a grant
 * still lives is its reader's question. Reading takes no lock; writing is for one thread at a time.
 */
final class CredentialIndex {
  private final Map<Permission, ScopeIndex> byPermission = new EnumMap<>(Permission.class);

  CredentialIndex() {
    for (Permission permission : Permission.values()) {
      byPermission.put(permission, new ScopeIndex());
    }
  }

  /** Takes the place of a grant with the same scope and permission. */
  void add(CachedCredentials cached) {
    scopes(cached.credentials().permission()).add(cached);
  }

  /** Removes this very grant, and never one that has taken its place. */
  void remove(CachedCredentials cached) {
    scopes(cached.credentials().permission()).remove(cached);
  }

  boolean isEmpty() {
    return byPermission.values().stream().allMatch(ScopeIndex::isEmpty);
  }

  /**
   * The grant with the longest scope that covers {@code path}: one with just {@code needed} before
   * one that may do more.
   */
  @Nullable CachedCredentials find(S3Path path, Permission needed) {
    CachedCredentials cached = scopes(needed).find(path);
    return cached == null && needed != Permission.READWRITE
        ? scopes(Permission.READWRITE).find(path)
        : cached;
  }

  /** The grants whose scopes lie below a path, whatever they permit. */
  Stream<CachedCredentials> below(S3Path path) {
    return byPermission.values().stream().flatMap(scopes -> scopes.below(path));
  }

  private ScopeIndex scopes(Permission permission) {
    ScopeIndex scopes = byPermission.get(permission);
    if (scopes == null) {
      throw new IllegalStateException(permission + " has no scopes");
    }
    return scopes;
  }
}
