package io.github.s3agrants.grants;

import io.github.s3agrants.ManualClock;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What look-ups cost among paths that somebody has chosen to have the same hash code. */
class CollisionsTest {
  private static final Duration LIFE = Duration.ofHours(12);

  private final ManualClock clock = new ManualClock();
  private final Tenant tenant = TestGrants.tenant("alice");

  @Test
  void ofScopesThatArePrefixes() {
    CollidingKeys.assertBounded(
        names -> scopes(names, name -> S3Path.prefix("b", name + "/"), "/x"));
  }

  @Test
  void ofScopesThatAreObjects() {
    CollidingKeys.assertBounded(names -> scopes(names, name -> S3Path.object("b", name), ""));
  }

  private long scopes(List<String> names, Function<String, S3Path> scope, String below) {
    ScopeIndex index = new ScopeIndex();
    names.forEach(
        name ->
            index.add(
                TestGrants.kept(
                    tenant, TestGrants.grant(scope.apply(name), Permission.READ, clock, LIFE), 0)));
    return CollidingKeys.nanosOf(
        names, name -> S3Path.object("b", name + below), path -> index.find(path) != null);
  }

  @Test
  void ofGrantsInTheCache() {
    CollidingKeys.assertBounded(
        names -> {
          GrantCache cache = new GrantCache(10_000, clock, () -> 0);
          names.forEach(
              name -> {
                S3Path scope = S3Path.object("b", name);
                cache.put(
                    tenant,
                    TestGrants.grant(scope, Permission.READ, clock, LIFE),
                    TestGrants.access(scope, Permission.READ));
              });
          // In each second Caffeine hears of the first use; and each use is the first of another.
          AtomicLong second = new AtomicLong(clock.millis());
          return CollidingKeys.nanosOf(
              names,
              name -> TestGrants.get("b", name),
              access -> cache.find(tenant, access, second.addAndGet(1000)) != null);
        });
  }

  @Test
  void ofRefusals() {
    CollidingKeys.assertBounded(
        names -> {
          DenialCache denials = new DenialCache(clock);
          GrantException no = new GrantException(GrantException.Kind.DENIED, "no");
          names.forEach(name -> denials.put(tenant, TestGrants.get("b", name), no, LIFE));
          return CollidingKeys.nanosOf(
              names,
              name -> TestGrants.get("b", name),
              access -> denials.find(tenant, access, LIFE).isPresent());
        });
  }

  @Test
  void ofBuckets() {
    CollidingKeys.assertBounded(
        names -> {
          Map<TenantBucket, String> places = new ConcurrentHashMap<>();
          names.forEach(name -> places.put(new TenantBucket(tenant, name), name));
          return CollidingKeys.nanosOf(
              names, name -> new TenantBucket(tenant, name), places::containsKey);
        });
  }
}
