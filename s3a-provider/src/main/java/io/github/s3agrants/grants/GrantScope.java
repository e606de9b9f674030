package io.github.s3agrants.grants;

import io.github.s3agrants.access.S3Path;
import java.util.Optional;

/** Reads the {@code MatchedGrantTarget} of a GetDataAccess answer. */
final class GrantScope {
  private static final String SCHEME = "s3://";

  private GrantScope() {}

  /**
   * What credentials vended for {@code requested} cover; empty if that is not what was asked for,
   * so that they must not be used.
   *
   * <p>{@code s3://b/p/*} and {@code s3://b/p*} are prefixes, anything else is an object. With
   * {@link Privilege#MINIMAL} the credentials cover the requested target alone, whatever grant it
   * was that matched.
   */
  static Optional<S3Path> of(String matchedGrantTarget, S3Path requested, Privilege privilege) {
    if (privilege == Privilege.MINIMAL || matchedGrantTarget.equals(requested.toTarget())) {
      // The second is also the object whose name ends in '*': it must not be read as a prefix.
      return Optional.of(requested);
    }
    return parse(matchedGrantTarget).filter(scope -> scope.covers(requested));
  }

  /** A scope as the service writes it; empty if it is none that the library knows to read. */
  static Optional<S3Path> parse(String target) {
    if (!target.startsWith(SCHEME)) {
      return Optional.empty();
    }
    int slash = target.indexOf('/', SCHEME.length());
    if (slash < 0) {
      return Optional.empty();
    }
    String bucket = target.substring(SCHEME.length(), slash);
    String key = target.substring(slash + 1);
    if (!key.endsWith("*")) {
      return Optional.of(S3Path.object(bucket, key));
    }
    String prefix = key.substring(0, key.length() - 1);
    // A '*' further in would be cut, and the scope with it widened.
    return prefix.indexOf('*') < 0 ? Optional.of(S3Path.prefix(bucket, prefix)) : Optional.empty();
  }
}
