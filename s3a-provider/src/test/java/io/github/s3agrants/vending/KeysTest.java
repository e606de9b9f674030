package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.TestCredentials;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/** What keeps apart those who share one map: each part of a key counts. */
class KeysTest {
  private static final ServiceSettings SETTINGS = ServiceSettings.builder().build();

  private static void assertAllApart(List<?> keys, List<?> again) {
    for (int i = 0; i < keys.size(); i++) {
      assertThat(keys.get(i)).isEqualTo(again.get(i)).hasSameHashCodeAs(again.get(i));
      assertThat(keys.get(i)).isNotEqualTo(null).isNotEqualTo("another class");
      for (int j = 0; j < keys.size(); j++) {
        assertThat(keys.get(i).equals(again.get(j))).isEqualTo(i == j);
      }
    }
    // Else a map of them would be searched one by one.
    assertThat(keys.stream().map(Object::hashCode).distinct().count()).isGreaterThan(1);
  }

  private static BaseIdentityKey key(AwsCredentials base) {
    return new BaseIdentityKey(SETTINGS, BaseIdentity.of(base, null));
  }

  private static List<BaseIdentityKey> callers() {
    return List.of(
        key(AwsBasicCredentials.create("alice", "s1")),
        key(AwsBasicCredentials.create("alice", "s2")),
        key(AwsBasicCredentials.create("bob", "s1")),
        key(AwsSessionCredentials.create("alice", "s1", "t1")),
        key(AwsSessionCredentials.create("alice", "s1", "t2")),
        new BaseIdentityKey(
            ServiceSettings.builder().region(Optional.of("us-east-1")).build(),
            BaseIdentity.of(AwsBasicCredentials.create("alice", "s1"), null)));
  }

  @Test
  void baseCredentials() {
    assertAllApart(callers(), callers());
    assertThat(callers().get(0).accessKeyId()).isEqualTo("alice");
    assertThat(callers().get(0)).hasToString("alice");
    assertThat(callers().get(0).isLongTerm()).isTrue();
    assertThat(callers().get(3).isLongTerm()).isFalse();
  }

  @Test
  void fingerprintsOfBaseCredentials() {
    // Nor is a part longer by what the next one is shorter by.
    assertThat(
            List.of(
                key(AwsBasicCredentials.create("ab", "c")).fingerprint(),
                key(AwsBasicCredentials.create("a", "bc")).fingerprint(),
                key(AwsSessionCredentials.create("a", "b", "c")).fingerprint(),
                key(AwsBasicCredentials.create("ab", "d")).fingerprint()))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.matches("[0-9a-f]{64}"));
    assertThat(key(AwsBasicCredentials.create("ab", "c")).fingerprint())
        .isEqualTo(key(AwsBasicCredentials.create("ab", "c")).fingerprint());
  }

  private static List<Endpoint> endpoints() {
    ServiceSettings elsewhere =
        ServiceSettings.builder()
            .endpoint(Optional.of(URI.create("https://control.example")))
            .stsEndpoint(Optional.of(URI.create("https://sts.example")))
            .s3Endpoint(Optional.of(URI.create("https://s3.example")))
            .build();
    ServiceSettings proxied =
        ServiceSettings.builder()
            .network(NetworkSettings.builder().proxy(URI.create("http://proxy:80")).build())
            .build();
    return List.of(
        Endpoint.none(),
        Endpoint.s3(proxied),
        Endpoint.sts(proxied, "us-east-1"),
        Endpoint.s3Control(proxied, "us-east-1", "111122223333"),
        Endpoint.s3(SETTINGS),
        Endpoint.s3(elsewhere),
        Endpoint.sts(SETTINGS, "us-east-1"),
        Endpoint.sts(SETTINGS, "eu-central-1"),
        Endpoint.sts(elsewhere, "us-east-1"),
        Endpoint.s3Control(SETTINGS, "us-east-1", "111122223333"),
        Endpoint.s3Control(SETTINGS, "us-east-1", "444455556666"),
        Endpoint.s3Control(SETTINGS, "eu-central-1", "111122223333"),
        Endpoint.s3Control(elsewhere, "us-east-1", "111122223333"));
  }

  @Test
  void servicesAsCallsReachThem() {
    assertAllApart(endpoints(), endpoints());
    assertThat(endpoints().get(6).toString()).contains("STS", "us-east-1");
  }

  private static List<DescendantsKey> directories() {
    S3Path path = S3Path.prefix("b", "d/");
    Duration life = Duration.ofMinutes(1);
    return List.of(
        new DescendantsKey(TestCredentials.owner("alice"), path, life),
        new DescendantsKey(TestCredentials.owner("bob"), path, life),
        new DescendantsKey(TestCredentials.owner("alice"), S3Path.prefix("b", "e/"), life),
        new DescendantsKey(TestCredentials.owner("alice"), path, Duration.ofMinutes(2)));
  }

  @Test
  void directoriesAboveGrants() {
    assertAllApart(directories(), directories());
    for (int i = 0; i < directories().size(); i++) {
      for (int j = 0; j < directories().size(); j++) {
        int order = directories().get(i).compareTo(directories().get(j));
        assertThat(order == 0).isEqualTo(i == j);
        assertThat(Integer.signum(order))
            .isEqualTo(-Integer.signum(directories().get(j).compareTo(directories().get(i))));
      }
    }
  }
}
