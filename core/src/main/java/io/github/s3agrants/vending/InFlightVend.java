package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.SigningCredentials;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A GetDataAccess call under way, with the future of its outcome. */
final class InFlightVend {
  /** Only a call for exactly the same path is waited for. */
  static final int SAME_PATH = Integer.MAX_VALUE;

  private final Access access;
  private final SigningCredentials base;
  private final @Nullable S3Path renewed;
  private final CompletableFuture<CachedCredentials> outcome = new CompletableFuture<>();

  InFlightVend(VendRequest request) {
    this(request, null);
  }

  /**
   * A call for {@code request}.
   *
   * @param renewed the scope of the credentials that the call renews; null if it renews none
   */
  InFlightVend(VendRequest request, @Nullable S3Path renewed) {
    this.access = request.access();
    this.base = request.base();
    this.renewed = renewed;
  }

  Access access() {
    return access;
  }

  CompletableFuture<CachedCredentials> outcome() {
    return outcome;
  }

  /** Whether this call requests the same permission and path as {@code other}. */
  boolean requestsSame(Access other) {
    return access.permission() == other.permission() && access.path().equals(other.path());
  }

  /** Whether this call renews the credentials of the same scope and permission. */
  boolean renews(CachedCredentials cached) {
    return renewed != null
        && renewed.equals(cached.credentials().scope())
        && access.permission() == cached.credentials().permission();
  }

  /** Whether this call is signed with the same credentials as a call for {@code other} would be. */
  boolean isSignedLike(VendRequest other) {
    return base.equals(other.base());
  }

  /**
   * Whether the credentials that this call brings may cover {@code other}, as far as {@code other}
   * knows.
   *
   * @param minSharedLength how many leading characters of the key the two must share; 0 at first,
   *     when a grant on the whole bucket is still possible
   */
  boolean mayCover(Access other, int minSharedLength) {
    if (access.permission() != other.permission()) {
      return false;
    }
    if (renewed != null) {
      // The scope that it brings is known, and the call may take long.
      return renewed.covers(other.path());
    }
    String key = other.path().key();
    return minSharedLength == SAME_PATH
        ? access.path().equals(other.path())
        : access.path().key().regionMatches(0, key, 0, minSharedLength);
  }

  /**
   * How many leading characters of {@code key} the next call that is waited for must share, after
   * {@code seen}, a scope or a refused target, turned out to say nothing about {@code key}. The
   * shared part ends with the first path element of {@code key} in which the two differ. It is
   * {@link #SAME_PATH} if that element is the last.
   */
  static int minSharedLengthAfter(S3Path seen, String key) {
    int slash = key.indexOf('/', S3Path.commonPrefixLength(key, seen.key()));
    return slash < 0 ? SAME_PATH : slash + 1;
  }
}
