package io.github.s3agrants.vending;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.CachedCredentials;
import io.github.s3agrants.credentials.SigningCredentials;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One GetDataAccess call under way, with the future of its outcome. */
final class InFlightVend {
  /** Only a call for the very same path is waited for. */
  static final int SAME_PATH = Integer.MAX_VALUE;

  private final Access access;
  private final SigningCredentials base;
  private final @Nullable S3Path renewed;
  private final CompletableFuture<CachedCredentials> outcome = new CompletableFuture<>();

  InFlightVend(VendRequest request) {
    this(request, null);
  }

  /**
   * The call that makes {@code request}.
   *
   * @param renewed the scope of the credentials that it renews; null if it renews none
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

  /** Whether this call asks just what {@code other} would. */
  boolean requestsSame(Access other) {
    return access.permission() == other.permission() && access.path().equals(other.path());
  }

  /** Whether this call is signed with just the credentials that {@code other} would be. */
  boolean isSignedLike(VendRequest other) {
    return base.equals(other.base());
  }

  /**
   * Whether what this call brings may serve {@code other}, as far as {@code other} has found out.
   *
   * @param minSharedLength how many leading characters of the key the two must share; 0 in the
   *     beginning, when a grant of the whole bucket is still possible
   */
  boolean mayCover(Access other, int minSharedLength) {
    if (access.permission() != other.permission()) {
      return false;
    }
    if (renewed != null) {
      // What it brings is known, and may be long in coming.
      return renewed.covers(other.path());
    }
    String key = other.path().key();
    return minSharedLength == SAME_PATH
        ? access.path().equals(other.path())
        : access.path().key().regionMatches(0, key, 0, minSharedLength);
  }

  /**
   * How many characters must be shared with the next call that is waited for, now that {@code
   * seen}, a scope or a refused target, turned out to say nothing about {@code key}: up to the end
   * of the first path element in which they differ.
   */
  static int minSharedLengthAfter(S3Path seen, String key) {
    int slash = key.indexOf('/', S3Path.commonPrefixLength(key, seen.key()));
    return slash < 0 ? SAME_PATH : slash + 1;
  }
}
