package io.github.s3agrants.credentials;

import io.github.s3agrants.access.S3Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The scope that vended credentials are used for, from the {@code MatchedGrantTarget} of a
 * GetDataAccess answer. Immutable.
 *
 * <p>{@code s3://b/p/*}, {@code s3://b/p*} and {@code s3://b*} are prefixes; anything else is an
 * object. Several {@code *} at the end count as one: the user guide prints {@code
 * s3://amzn-s3-demo-bucket/prefixA**} in an answer of get-data-access.
 *
 * <p>A scope that cannot be parsed, or does not cover the requested target, is not relied on. The
 * credentials are then used for the requested target alone, and S3 enforces what they really cover.
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
   * The scope of credentials that were vended for {@code requested}. It always covers {@code
   * requested}.
   *
   * @param matchedGrantTarget the service's text, which may be anything; null if it named none,
   *     which means the requested target
   * @param privilege with {@link Privilege#MINIMAL} the credentials cover the requested target
   *     alone, whichever grant matched
   */
  public static GrantScope of(
      @Nullable String matchedGrantTarget, S3Path requested, Privilege privilege) {
    if (matchedGrantTarget == null
        || privilege == Privilege.MINIMAL
        || matchedGrantTarget.equals(requested.toTarget())
        || isObjectWithStars(requested, matchedGrantTarget)) {
      return new GrantScope(requested, true);
    }
    return parse(matchedGrantTarget)
        .filter(scope -> scope.covers(requested))
        .map(scope -> new GrantScope(scope, true))
        .orElseGet(() -> new GrantScope(requested, false));
  }

  /** What the credentials are used for. It always covers the requested target. */
  public S3Path path() {
    return path;
  }

  /** False if the service named something other than a scope that covers the requested target. */
  public boolean isExpected() {
    return expected;
  }

  /** Parses a scope as the service writes it. Empty if the form is unknown. */
  public static Optional<S3Path> parse(String target) {
    if (!target.startsWith(SCHEME)) {
      return Optional.empty();
    }
    int end = withoutStars(target).length();
    boolean prefix = end < target.length();
    int slash = target.indexOf('/', SCHEME.length());
    if (slash < 0) {
      // 's3://b*' means the bucket 'b', not other buckets whose names begin with 'b'.
      return prefix
          ? Optional.of(S3Path.bucket(target.substring(SCHEME.length(), end)))
          : Optional.empty();
    }
    String bucket = target.substring(SCHEME.length(), slash);
    String key = target.substring(slash + 1, end);
    if (!prefix) {
      return Optional.of(S3Path.object(bucket, key));
    }
    // A prefix is cut before an inner '*', which would widen the scope.
    return key.indexOf('*') < 0 ? Optional.of(S3Path.prefix(bucket, key)) : Optional.empty();
  }

  /**
   * Whether a text is that of a requested object whose key ends in {@code *}, however many {@code
   * *} the service appends. It must not be read as a prefix.
   */
  private static boolean isObjectWithStars(S3Path requested, String text) {
    return !requested.isPrefix()
        && requested.key().endsWith("*")
        && withoutStars(text).equals(withoutStars(requested.toTarget()));
  }

  private static String withoutStars(String target) {
    int end = target.length();
    while (end > SCHEME.length() && target.charAt(end - 1) == '*') {
      end--;
    }
    return target.substring(0, end);
  }
}
