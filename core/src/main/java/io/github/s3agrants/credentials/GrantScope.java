package io.github.s3agrants.credentials;

import io.github.s3agrants.access.S3Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What credentials cover, as a GetDataAccess answer tells it in {@code MatchedGrantTarget}.
 * Immutable.
 *
 * <p>{@code s3://b/p/*}, {@code s3://b/p*} and {@code s3://b*} are prefixes, anything else is an
 * object. More than one {@code *} at the end is one: the user guide prints {@code
 * s3://amzn-s3-demo-bucket/prefixA**} in an answer of get-data-access. What cannot be read, or does
 * not cover what was asked, says nothing that may be relied on: the credentials are then kept for
 * the requested target alone, and S3 enforces what they really cover.
 */
public final class GrantScope {
  private static final String SCHEME = "s3://";

  private final S3Path path;
  private final boolean expected;

  private GrantScope(S3Path path, boolean expected) {
    this.path = path;
    this.expected = expected;
  }

  /**
   * What credentials vended for {@code requested} are used for; it always covers that.
   *
   * @param matchedGrantTarget as the service wrote it, whatever it is; null: it named none, which
   *     means the requested target
   * @param privilege with {@link Privilege#MINIMAL} the credentials cover the requested target
   *     alone, whatever grant it was that matched
   */
  public static GrantScope of(
      @Nullable String matchedGrantTarget, S3Path requested, Privilege privilege) {
    if (matchedGrantTarget == null
        || privilege == Privilege.MINIMAL
        || matchedGrantTarget.equals(requested.toTarget())) {
      // The last is also the object whose name ends in '*': it must not be read as a prefix.
      return new GrantScope(requested, true);
    }
    return parse(matchedGrantTarget)
        .filter(scope -> scope.covers(requested))
        .map(scope -> new GrantScope(scope, true))
        .orElseGet(() -> new GrantScope(requested, false));
  }

  /** What they are used for; always covers the requested target. */
  public S3Path path() {
    return path;
  }

  /** False if the service named something else than a scope that covers what was asked. */
  public boolean isExpected() {
    return expected;
  }

  /** A scope as the service writes it; empty if it is none that the library knows to read. */
  public static Optional<S3Path> parse(String target) {
    if (!target.startsWith(SCHEME)) {
      return Optional.empty();
    }
    int end = target.length();
    while (end > SCHEME.length() && target.charAt(end - 1) == '*') {
      end--;
    }
    boolean prefix = end < target.length();
    int slash = target.indexOf('/', SCHEME.length());
    if (slash < 0) {
      // A bucket whose name only begins like that is none that was named.
      return prefix
          ? Optional.of(S3Path.bucket(target.substring(SCHEME.length(), end)))
          : Optional.empty();
    }
    String bucket = target.substring(SCHEME.length(), slash);
    String key = target.substring(slash + 1, end);
    if (!prefix) {
      return Optional.of(S3Path.object(bucket, key));
    }
    // A '*' further in would be cut, and the scope with it widened.
    return key.indexOf('*') < 0 ? Optional.of(S3Path.prefix(bucket, key)) : Optional.empty();
  }
}
