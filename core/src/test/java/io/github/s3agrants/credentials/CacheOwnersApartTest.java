package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Every part counts in the keys that keep owners, and their cache entries, apart. */
class CacheOwnersApartTest {
  private static final Optional<URI> ELSEWHERE = Optional.of(URI.create("https://elsewhere"));

  private static <T> void assertAllApart(Supplier<List<T>> keys) {
    List<T> once = keys.get();
    List<T> again = keys.get();
    for (int i = 0; i < once.size(); i++) {
      assertEquals(once.get(i), once.get(i));
      assertThat(once.get(i)).hasSameHashCodeAs(again.get(i)).isNotEqualTo("another class");
      for (int j = 0; j < once.size(); j++) {
        assertEquals(i == j, once.get(i).equals(again.get(j)), i + " and " + j);
      }
    }
    assertThat(once.stream().map(Object::hashCode).distinct().count()).isGreaterThan(1);
  }

  private static <T extends Comparable<T>> void assertOrdered(Supplier<List<T>> keys) {
    List<T> once = keys.get();
    for (T one : once) {
      for (T other : once) {
        assertEquals(one.equals(other), one.compareTo(other) == 0);
        assertEquals(Integer.signum(one.compareTo(other)), -Integer.signum(other.compareTo(one)));
      }
    }
  }

  private static ServiceSettings.Builder settings() {
    return ServiceSettings.builder();
  }

  @Test
  void file_systems_share_only_under_the_same_settings() {
    assertAllApart(
        () ->
            List.of(
                settings().build(),
                settings().user("somebody").build(),
                settings().accountId(Optional.of("111122223333")).build(),
                settings().region(Optional.of("us-east-1")).build(),
                settings().followsBucket(true).build(),
                settings().endpoint(ELSEWHERE).build(),
                settings().stsEndpoint(ELSEWHERE).build(),
                settings().s3Endpoint(ELSEWHERE).build(),
                settings().network(networks().get(1)).build(),
                settings().awsEndpoints(awsEndpoints().get(1)).build(),
                settings().duration(Duration.ofMinutes(15)).build(),
                settings().privilege(Privilege.MINIMAL).build()));
  }

  private static List<AwsEndpoints> awsEndpoints() {
    return List.of(
        AwsEndpoints.builder().build(),
        AwsEndpoints.builder().s3Region("eu-west-1").build(),
        AwsEndpoints.builder().partition(Optional.of("aws")).build(),
        AwsEndpoints.builder().fips(true).build(),
        AwsEndpoints.builder().dualStack(true).build(),
        AwsEndpoints.builder().pathStyle(false).build());
  }

  @Test
  void places_are_one_only_if_all_is_the_same() {
    assertAllApart(CacheOwnersApartTest::awsEndpoints);
  }

  private static List<NetworkSettings> networks() {
    URI proxy = URI.create("http://proxy:80");
    return List.of(
        NetworkSettings.builder().build(),
        NetworkSettings.builder().proxy(proxy).build(),
        NetworkSettings.builder().proxy(URI.create("https://proxy:80")).build(),
        NetworkSettings.builder().proxy(proxy).proxyUser(Optional.of("me")).build(),
        NetworkSettings.builder()
            .proxy(proxy)
            .proxyUser(Optional.of("me"))
            .proxyPassword(Optional.of("one"))
            .build(),
        NetworkSettings.builder()
            .proxy(proxy)
            .proxyUser(Optional.of("me"))
            .proxyPassword(Optional.of("two"))
            .build(),
        NetworkSettings.builder().userAgent(Optional.of("agent")).build(),
        NetworkSettings.builder().option("key", "value").build(),
        NetworkSettings.builder().option("key", "other").build());
  }

  @Test
  void networks_are_one_only_if_all_is_the_same() {
    assertAllApart(CacheOwnersApartTest::networks);
    assertThat(networks().toString()).doesNotContain("one", "two", "value");
  }

  @Test
  void settings_are_what_was_set() {
    ServiceSettings settings =
        settings()
            .user("somebody")
            .accountId(Optional.of("111122223333"))
            .region(Optional.of("us-east-1"))
            .endpoint(Optional.of(URI.create("https://control")))
            .stsEndpoint(Optional.of(URI.create("https://sts")))
            .s3Endpoint(Optional.of(URI.create("https://s3")))
            .duration(Duration.ofMinutes(15))
            .privilege(Privilege.MINIMAL)
            .build();
    assertThat(settings.user()).isEqualTo("somebody");
    assertThat(settings.accountId()).contains("111122223333");
    assertThat(settings.region()).contains("us-east-1");
    assertThat(settings.endpoint()).contains(URI.create("https://control"));
    assertThat(settings.stsEndpoint()).contains(URI.create("https://sts"));
    assertThat(settings.s3Endpoint()).contains(URI.create("https://s3"));
    assertThat(settings.duration()).isEqualTo(Duration.ofMinutes(15));
    assertThat(settings.privilege()).isEqualTo(Privilege.MINIMAL);
  }

  private static List<Caller> callers() {
    return List.of(
        Caller.identified("arn:a", "id", "111122223333"),
        Caller.identified("arn:b", "id", "111122223333"),
        Caller.identified("arn:a", "id2", "111122223333"),
        Caller.identified("arn:a", "id", "444455556666"),
        Caller.identified("arn:a", "id", "111122223333").inSession("f1"),
        Caller.identified("arn:a", "id", "111122223333").inSession("f2"),
        Caller.unidentified("AKIA1", "f1"),
        Caller.unidentified("AKIA1", "f2"));
  }

  @Test
  void callers_are_one_only_if_all_that_is_known_of_them_is_the_same() {
    assertAllApart(CacheOwnersApartTest::callers);
    assertThat(callers().get(4).principal()).isEqualTo("arn:a");
    assertThat(callers().get(4).account()).contains("111122223333");
    assertThat(callers().get(6).account()).isEmpty();
    assertThat(callers().get(6).principal()).isEqualTo("access key AKIA1");
  }

  private static List<CacheOwner> owners() {
    return List.of(
        new CacheOwner(settings().build(), callers().get(0)),
        new CacheOwner(settings().build(), callers().get(1)),
        new CacheOwner(settings().user("somebody").build(), callers().get(0)));
  }

  @Test
  void owners_are_callers_under_settings() {
    assertAllApart(CacheOwnersApartTest::owners);
    assertThat(owners().get(0).caller()).isEqualTo(callers().get(0));
    assertThat(owners().get(2).settings().user()).isEqualTo("somebody");
  }

  private static List<OwnerBucket> ownerBuckets() {
    return List.of(
        new OwnerBucket(owners().get(0), "b"),
        new OwnerBucket(owners().get(1), "b"),
        new OwnerBucket(owners().get(0), "c"));
  }

  private static List<CacheKey> targets() {
    S3Path path = S3Path.object("b", "k");
    return List.of(
        new CacheKey(owners().get(0), Permission.READ, path),
        new CacheKey(owners().get(1), Permission.READ, path),
        new CacheKey(owners().get(0), Permission.WRITE, path),
        new CacheKey(owners().get(0), Permission.READ, S3Path.object("b", "l")),
        new CacheKey(owners().get(0), Permission.READ, S3Path.prefix("b", "k")),
        new CacheKey(owners().get(0), Permission.READ, S3Path.object("c", "k")));
  }

  @Test
  void cache_entries_are_for_one_owner_and_one_bucket() {
    assertAllApart(CacheOwnersApartTest::ownerBuckets);
    assertOrdered(CacheOwnersApartTest::ownerBuckets);
    assertThat(ownerBuckets().get(1).owner()).isEqualTo(owners().get(1));
    assertThat(ownerBuckets().get(2).bucket()).isEqualTo("c");
    assertAllApart(CacheOwnersApartTest::targets);
    assertOrdered(CacheOwnersApartTest::targets);
    CacheKey target = targets().get(0);
    assertThat(target.path()).isEqualTo(S3Path.object("b", "k"));
    assertThat(target.ownerBucket()).isEqualTo(ownerBuckets().get(0));
    assertThat(target.withPermission(Permission.WRITE)).isEqualTo(targets().get(2));
  }
}
