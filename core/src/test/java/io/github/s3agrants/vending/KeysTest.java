package io.github.s3agrants.vending;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.credentials.NetworkSettings;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testing.Keys;
import io.github.s3agrants.vending.concurrent.Endpoint;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each part counts in the keys of shared maps. */
class KeysTest {
  private static final ServiceSettings SETTINGS = ServiceSettings.builder().build();

  private static BaseIdentityKey key(SigningCredentials base) {
    return new BaseIdentityKey(SETTINGS, base);
  }

  private static List<BaseIdentityKey> callers() {
    return List.of(
        key(SigningCredentials.longTerm("alice", "s1")),
        key(SigningCredentials.longTerm("alice", "s2")),
        key(SigningCredentials.longTerm("bob", "s1")),
        key(SigningCredentials.session("alice", "s1", "t1", java.util.Optional.empty())),
        key(SigningCredentials.session("alice", "s1", "t2", java.util.Optional.empty())),
        new BaseIdentityKey(
            ServiceSettings.builder().region(Optional.of("us-east-1")).build(),
            SigningCredentials.longTerm("alice", "s1")));
  }

  @Test
  void base_credentials() {
    Keys.assertAllApart(callers(), callers());
    assertThat(callers().get(0).accessKeyId()).isEqualTo("alice");
    assertThat(callers().get(0)).hasToString("alice");
    assertThat(callers().get(0).isLongTerm()).isTrue();
    assertThat(callers().get(3).isLongTerm()).isFalse();
  }

  @Test
  void fingerprints_of_base_credentials() {
    // They differ even if a character moves from one part to the next.
    assertThat(
            List.of(
                key(SigningCredentials.longTerm("ab", "c")).fingerprint(),
                key(SigningCredentials.longTerm("a", "bc")).fingerprint(),
                key(SigningCredentials.session("a", "b", "c", java.util.Optional.empty()))
                    .fingerprint(),
                key(SigningCredentials.longTerm("ab", "d")).fingerprint()))
        .doesNotHaveDuplicates()
        .allMatch(text -> text.matches("[0-9a-f]{64}"));
    assertThat(key(SigningCredentials.longTerm("ab", "c")).fingerprint())
        .isEqualTo(key(SigningCredentials.longTerm("ab", "c")).fingerprint());
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
  void services_as_calls_reach_them() {
    Keys.assertAllApart(endpoints(), endpoints());
    assertThat(endpoints().get(6).toString()).contains("STS", "us-east-1");
  }
}
