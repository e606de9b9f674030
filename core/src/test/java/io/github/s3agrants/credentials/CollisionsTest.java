package io.github.s3agrants.credentials;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testing.CollidingKeys;
import io.github.s3agrants.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Measures look-ups among paths that somebody chose to have the same hash code. */
class CollisionsTest {
  private static final Duration LIFE = Duration.ofHours(12);

  private final ManualClock clock = new ManualClock();
  private final CacheOwner owner = TestCredentials.owner("alice");

  @Test
  void of_scopes_that_are_prefixes() {
    CollidingKeys.assertBounded(
        names -> scopes(names, name -> S3Path.prefix("b", name + "/"), "/x"));
  }

  @Test
  void of_scopes_that_are_objects() {
    CollidingKeys.assertBounded(names -> scopes(names, name -> S3Path.object("b", name), ""));
  }

  private long scopes(List<String> names, Function<String, S3Path> scope, String below) {
    ScopeIndex index = new ScopeIndex();
    names.forEach(
        name ->
            index.add(
                TestCredentials.cached(
                    owner,
                    TestCredentials.vended(scope.apply(name), Permission.READ, clock, LIFE),
                    0)));
    return CollidingKeys.nanosOf(
        names, name -> S3Path.object("b", name + below), path -> index.find(path) != null);
  }

  @Test
  void of_grants_in_the_cache() {
    CollidingKeys.assertBounded(
        names -> {
          CredentialCache cache = new CredentialCache(10_000, clock, () -> 0, new Usage());
          names.forEach(
              name -> {
                S3Path scope = S3Path.object("b", name);
                cache.put(
                    owner,
                    TestCredentials.vended(scope, Permission.READ, clock, LIFE),
                    TestCredentials.access(scope, Permission.READ));
              });
          // Only the first use in each second is reported to Caffeine. Here each use is in a second
          // of its own.
          AtomicLong second = new AtomicLong(clock.millis());
          return CollidingKeys.nanosOf(
              names,
              name -> TestCredentials.get("b", name),
              access -> cache.find(owner, access, second.addAndGet(1000)) != null);
        });
  }

  @Test
  void of_refusals() {
    CollidingKeys.assertBounded(
        names -> {
          DenialCache denials = new DenialCache(clock);
          AccessGrantsException no =
              new AccessGrantsException(AccessGrantsException.Kind.DENIED, "no");
          names.forEach(name -> denials.put(owner, TestCredentials.get("b", name), no, LIFE));
          return CollidingKeys.nanosOf(
              names,
              name -> TestCredentials.get("b", name),
              access -> denials.find(owner, access, LIFE).isPresent());
        });
  }

  @Test
  void of_buckets() {
    CollidingKeys.assertBounded(
        names -> {
          Map<OwnerBucket, String> ownerBuckets = new ConcurrentHashMap<>();
          names.forEach(name -> ownerBuckets.put(new OwnerBucket(owner, name), name));
          return CollidingKeys.nanosOf(
              names, name -> new OwnerBucket(owner, name), ownerBuckets::containsKey);
        });
  }
}
