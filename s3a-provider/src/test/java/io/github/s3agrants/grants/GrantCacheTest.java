package io.github.s3agrants.grants;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.ManualClock;
import io.github.s3agrants.access.Access;
import io.github.s3agrants.access.AccessResolver;
import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

class GrantCacheTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final ManualClock clock = new ManualClock();
  private final GrantCache cache = new GrantCache(100, clock);
  private final Tenant alice = TestGrants.tenant("alice");

  @Test
  void givesWhatCoversThePathAndPermission() throws Exception {
    Grant grant = put(alice, S3Path.prefix("b", "p/"), Permission.READ);
    assertThat(cache.find(alice, get("p/k"))).containsSame(grant);
    assertThat(cache.find(alice, get("q/k"))).isEmpty();
    assertThat(cache.find(alice, write("p/k"))).isEmpty();
  }

  @Test
  void readwriteServesBothAndNeitherServesIt() throws Exception {
    Grant both = put(alice, S3Path.prefix("b", "p/"), Permission.READWRITE);
    assertThat(cache.find(alice, get("p/k"))).containsSame(both);
    assertThat(cache.find(alice, write("p/k"))).containsSame(both);

    put(alice, S3Path.prefix("b", "q/"), Permission.READ);
    put(alice, S3Path.prefix("b", "q/"), Permission.WRITE);
    assertThat(cache.find(alice, get("q/k").with(Permission.READWRITE))).isEmpty();
  }

  @Test
  void whatOneTenantHasNoOtherFinds() throws Exception {
    put(alice, S3Path.bucket("b"), Permission.READWRITE);
    ServiceSettings.Builder settings = ServiceSettings.builder().region(Optional.of("us-east-1"));
    for (Tenant other :
        new Tenant[] {
          TestGrants.tenant("bob"),
          TestGrants.tenant("alice", settings.user("another")),
          TestGrants.tenant("alice", settings.user("").privilege(Privilege.MINIMAL)),
          TestGrants.tenant(
              "alice",
              settings
                  .privilege(Privilege.DEFAULT)
                  .endpoint(Optional.of(URI.create("http://127.0.0.1:1")))),
          new Tenant(alice.settings(), Caller.unidentified("AKIA1", "f1")),
        }) {
      assertThat(cache.find(other, get("k"))).isEmpty();
    }
    assertThat(cache.find(TestGrants.tenant("alice"), get("k"))).isPresent();
  }

  @Test
  void nothingIsGivenPastItsTime() throws Exception {
    put(alice, S3Path.bucket("b"), Permission.READ);
    clock.advance(Duration.ofMinutes(58));
    assertThat(cache.find(alice, get("k"))).isPresent();
    clock.advance(Duration.ofMinutes(1));
    assertThat(cache.find(alice, get("k"))).isEmpty();
    assertThat(cache.size()).isZero();
  }

  @Test
  void aNewerGrantLivesItsOwnLife() throws Exception {
    put(alice, S3Path.bucket("b"), Permission.READ);
    clock.advance(Duration.ofMinutes(50));
    Grant newer = put(alice, S3Path.bucket("b"), Permission.READ);
    clock.advance(Duration.ofMinutes(50));
    assertThat(cache.find(alice, get("k"))).containsSame(newer);
    assertThat(cache.size()).isEqualTo(1);
  }

  @Test
  void aShorterScopeServesAfterALongerOneHasGone() throws Exception {
    Grant wide = put(alice, S3Path.bucket("b"), Permission.READ);
    cache.put(
        alice,
        TestGrants.grant(S3Path.prefix("b", "p/"), Permission.READ, clock, Duration.ofMinutes(20)));
    clock.advance(Duration.ofMinutes(30));
    assertThat(cache.size()).isEqualTo(1);
    assertThat(cache.find(alice, get("p/k"))).containsSame(wide);
  }

  @Test
  void keepsNoMoreThanItsBoundAndWhatItDroppedIsNotFound() throws Exception {
    for (int i = 0; i < 1000; i++) {
      put(alice, S3Path.object("b", "k" + i), Permission.READ);
    }
    assertThat(cache.size()).isLessThanOrEqualTo(100);
    int found = 0;
    for (int i = 0; i < 1000; i++) {
      found += cache.find(alice, get("k" + i)).isPresent() ? 1 : 0;
    }
    assertThat(found).isEqualTo((int) cache.size());
  }

  @Test
  void growsToTheLargestBoundThatIsAskedFor() throws Exception {
    cache.growTo(300);
    cache.growTo(10);
    for (int i = 0; i < 250; i++) {
      put(alice, S3Path.object("b", "k" + i), Permission.READ);
    }
    assertThat(cache.size()).isEqualTo(250);
  }

  @Test
  void clearForgetsEverything() throws Exception {
    put(alice, S3Path.bucket("b"), Permission.READ);
    cache.clear();
    assertThat(cache.find(alice, get("k"))).isEmpty();
  }

  @Test
  void aRefusalSpeaksForItsTenantTargetAndPermissionAlone() throws Exception {
    DenialCache denials = new DenialCache(clock);
    GrantException no = new GrantException(GrantException.Kind.DENIED, "no");
    denials.put(alice, get("p/k"), no, Duration.ofMinutes(1));
    denials.put(alice, get("unkept"), no, Duration.ZERO);

    assertThat(denials.find(alice, get("p/k"))).containsSame(no);
    assertThat(denials.find(alice, write("p/k"))).isEmpty();
    assertThat(denials.find(alice, get("p/k2"))).isEmpty();
    assertThat(denials.find(alice, get("unkept"))).isEmpty();
    assertThat(denials.find(TestGrants.tenant("bob"), get("p/k"))).isEmpty();
    clock.advance(Duration.ofMinutes(1));
    assertThat(denials.find(alice, get("p/k"))).isEmpty();
  }

  private Grant put(Tenant tenant, S3Path scope, Permission permission) {
    Grant grant = TestGrants.grant(scope, permission, clock, HOUR);
    cache.put(tenant, grant);
    return grant;
  }

  private static Access get(String key) throws Exception {
    return new AccessResolver()
        .resolve(GetObjectRequest.builder().bucket("b").key(key).build())
        .orElseThrow();
  }

  private static Access write(String key) throws Exception {
    return new AccessResolver()
        .resolve(PutObjectRequest.builder().bucket("b").key(key).build())
        .orElseThrow();
  }
}
