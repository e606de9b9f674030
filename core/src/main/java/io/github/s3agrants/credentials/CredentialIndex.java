package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds, by longest match, the credentials of one owner in one bucket. It uses no clock and does no
 * I/O: its reader checks whether the credentials are still live. Reads take no lock; writes need
 * external synchronization.
 */
final class CredentialIndex {
  private final Map<Permission, ScopeIndex> byPermission = new EnumMap<>(Permission.class);

  CredentialIndex() {
    for (Permission permission : Permission.values()) {
      byPermission.put(permission, new ScopeIndex());
    }
  }

  /** Adds credentials, which replace those with the same scope and permission. */
  void add(CachedCredentials cached) {
    scopes(cached.credentials().permission()).add(cached);
  }

  /** Removes exactly these credentials, never their replacement. */
  void remove(CachedCredentials cached) {
    scopes(cached.credentials().permission()).remove(cached);
  }

  boolean isEmpty() {
    return byPermission.values().stream().allMatch(ScopeIndex::isEmpty);
  }

  /**
   * The credentials with the longest scope that covers {@code path}. Of two with the same scope,
   * READWRITE ones come first: then the others are no longer used, and not renewed.
   */
  @Nullable CachedCredentials find(S3Path path, Permission needed) {
    CachedCredentials both = scopes(Permission.READWRITE).find(path);
    if (needed == Permission.READWRITE) {
      return both;
    }
    CachedCredentials exact = scopes(needed).find(path);
    return both == null || (exact != null && isLonger(exact, both)) ? exact : both;
  }

  private static boolean isLonger(CachedCredentials one, CachedCredentials other) {
    S3Path scope = one.credentials().scope();
    S3Path than = other.credentials().scope();
    return scope.key().length() > than.key().length() || (!scope.isPrefix() && than.isPrefix());
  }

  /** The credentials whose scopes lie below a path, with any permission. */
  Stream<CachedCredentials> below(S3Path path) {
    return byPermission.values().stream().flatMap(scopes -> scopes.below(path));
  }

  /** All credentials, with any permission, in no order. */
  Stream<CachedCredentials> all() {
    return byPermission.values().stream().flatMap(ScopeIndex::all);
  }

  private ScopeIndex scopes(Permission permission) {
    ScopeIndex scopes = byPermission.get(permission);
    if (scopes == null) {
      throw new IllegalStateException(permission + " has no scopes");
    }
    return scopes;
  }
}
