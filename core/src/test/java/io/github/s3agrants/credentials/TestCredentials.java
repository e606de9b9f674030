package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testing.TestAccess;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Vended credentials, accesses and cache owners for tests. */
public final class TestCredentials {
  private TestCredentials() {}

  public static VendedCredentials vended(
      S3Path scope, Permission permission, Clock clock, Duration life) {
    return vended("ASIA" + scope.key(), scope, permission, clock, life);
  }

  /** Credentials with an access key. */
  public static VendedCredentials vended(
      String accessKeyId, S3Path scope, Permission permission, Clock clock, Duration life) {
    Instant now = clock.instant();
    return VendedCredentials.of(
        scope,
        permission,
        SigningCredentials.session(
            accessKeyId, "very-secret", "very-secret-token", java.util.Optional.empty()),
        now,
        now.plus(life));
  }

  /** A permission on an object below a path. */
  public static Access access(S3Path path, Permission permission) {
    return get(path.bucket(), path.key() + "x").with(permission);
  }

  /** READ on an object, or on a list of a prefix. */
  public static Access accessTo(S3Path path) {
    return path.isPrefix() ? list(path.bucket(), path.key()) : get(path.bucket(), path.key());
  }

  /** The access of a GetObject. */
  public static Access get(String bucket, String key) {
    return TestAccess.get(bucket, key);
  }

  /** The access of a ListObjectsV2. */
  static Access list(String bucket, String prefix) {
    return TestAccess.list(bucket, prefix);
  }

  static CachedCredentials cached(CacheOwner owner, VendedCredentials vended, double jitter) {
    return new CachedCredentials(
        owner,
        vended,
        access(vended.scope(), vended.permission()),
        new GrantUse(vended.scope(), vended.permission()),
        jitter);
  }

  public static CacheOwner owner(String principal) {
    return owner(principal, ServiceSettings.builder().region(java.util.Optional.of("us-east-1")));
  }

  public static CacheOwner owner(String principal, ServiceSettings.Builder settings) {
    return new CacheOwner(
        settings.build(),
        Caller.identified(
            "arn:aws:iam::111122223333:user/" + principal, principal, "111122223333"));
  }
}
