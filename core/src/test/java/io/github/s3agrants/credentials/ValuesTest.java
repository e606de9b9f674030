package io.github.s3agrants.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.testkit.ManualClock;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Settings and values return what they were made of, and show no secret. */
class ValuesTest {
  private static final NetworkSettings NETWORK =
      NetworkSettings.builder()
          .proxy(URI.create("http://proxy:80"))
          .proxyUser(Optional.of("user"))
          .proxyPassword(Optional.of("pass-word"))
          .userAgent(Optional.of("agent"))
          .option("key", "value")
          .build();

  @Test
  void a_network_is_what_was_set() {
    assertThat(NETWORK.proxy()).contains(URI.create("http://proxy:80"));
    assertThat(NETWORK.proxyUser()).contains("user");
    assertThat(NETWORK.proxyPassword()).contains("pass-word");
    assertThat(NETWORK.userAgent()).contains("agent");
    assertThat(NETWORK.options()).isEqualTo(Map.of("key", "value"));
    assertThat(NETWORK).hasToString("through the proxy http://proxy:80");
    assertThat(NetworkSettings.DEFAULT).hasToString("directly");
  }

  @Test
  void endpoints_are_of_the_kind_that_was_set() {
    AwsEndpoints fips = AwsEndpoints.builder().fips(true).build();
    assertThat(fips.fips()).isTrue();
    assertThat(fips.dualStack()).isFalse();
    assertThat(fips.pathStyle()).isTrue();
    assertThat(fips).hasToString("us-east-1, FIPS");
    AwsEndpoints others =
        AwsEndpoints.builder()
            .s3Region("us-gov-west-1")
            .partition(Optional.of("aws-us-gov"))
            .dualStack(true)
            .pathStyle(false)
            .build();
    assertThat(others.s3Region()).isEqualTo("us-gov-west-1");
    assertThat(others.partition()).contains("aws-us-gov");
    assertThat(others.fips()).isFalse();
    assertThat(others.dualStack()).isTrue();
    assertThat(others.pathStyle()).isFalse();
    assertThat(others).hasToString("us-gov-west-1 of aws-us-gov, dual-stack");
  }

  @Test
  void settings_for_a_bucket_elsewhere_differ_in_the_region_alone() {
    ServiceSettings.Builder builder =
        ServiceSettings.builder()
            .user("alice")
            .accountId(Optional.of("111122223333"))
            .endpoint(Optional.of(URI.create("https://control")))
            .stsEndpoint(Optional.of(URI.create("https://sts")))
            .s3Endpoint(Optional.of(URI.create("https://s3")))
            .awsEndpoints(AwsEndpoints.builder().fips(true).build())
            .network(NETWORK)
            .duration(Duration.ofMinutes(15))
            .privilege(Privilege.MINIMAL);
    ServiceSettings here = builder.region(Optional.of("us-east-1")).followsBucket(true).build();
    assertThat(here.followsBucket()).isTrue();
    assertThat(here.awsEndpoints().fips()).isTrue();
    assertThat(here.network()).isEqualTo(NETWORK);
    ServiceSettings there = here.in("eu-central-1");
    assertThat(there.followsBucket()).isFalse();
    assertThat(there)
        .isEqualTo(builder.region(Optional.of("eu-central-1")).followsBucket(false).build());
    assertThat(Privilege.MINIMAL.apiName()).isEqualTo("Minimal");
    assertThat(Privilege.DEFAULT.apiName()).isEqualTo("Default");
  }

  @Test
  void a_refused_read_is_what_was_sent() {
    SigningCredentials signer = SigningCredentials.longTerm("key", "secret");
    RefusedRead read =
        new RefusedRead(
            S3Path.object("b", "k"),
            URI.create("https://s3/b"),
            Optional.of("requester"),
            "us-east-1",
            signer,
            NETWORK);
    assertThat(read.path()).isEqualTo(S3Path.object("b", "k"));
    assertThat(read.bucketUrl()).isEqualTo(URI.create("https://s3/b"));
    assertThat(read.requestPayer()).contains("requester");
    assertThat(read.region()).isEqualTo("us-east-1");
    assertThat(read.signer()).isSameAs(signer);
    assertThat(read.network()).isEqualTo(NETWORK);
  }

  @Test
  void a_callers_name_is_the_principal() {
    assertThat(TestCredentials.owner("alice")).hasToString("arn:aws:iam::111122223333:user/alice");
    assertThat(Caller.unidentified("AKIA", "f").principal()).isEqualTo("access key AKIA");
  }

  @Test
  void an_unexpected_scope_is_told_and_changes_nothing_else() {
    VendedCredentials vended =
        TestCredentials.vended(
            S3Path.object("b", "k"), Permission.READ, new ManualClock(), Duration.ofHours(1));
    VendedCredentials odd = vended.withUnexpectedScope("s3://elsewhere/*");
    assertThat(odd.unexpectedScope()).contains("s3://elsewhere/*");
    assertThat(vended.unexpectedScope()).isEmpty();
    assertThat(odd.scope()).isEqualTo(vended.scope());
    assertThat(vended.signing().accessKeyId()).isEqualTo("ASIAk");
    assertThat(odd.signing()).isSameAs(vended.signing());
    assertThat(odd.permission()).isEqualTo(vended.permission());
    assertThat(odd.expiration()).isEqualTo(vended.expiration());
    assertThat(odd.usableUntilMillis()).isEqualTo(vended.usableUntilMillis());
  }

  @Test
  void an_early_renewal_is_for_one_caller_and_marks_what_s3_refused() {
    ManualClock clock = new ManualClock();
    CachedCredentials cached =
        TestCredentials.cached(
            TestCredentials.owner("alice"),
            TestCredentials.vended(
                S3Path.prefix("b", "p/"), Permission.READ, clock, Duration.ofHours(1)),
            0);
    assertThat(cached.isRefused()).isFalse();
    assertThat(cached.claimEarlyRenewal()).isTrue();
    assertThat(cached.isRefused()).isTrue();
    // While it is under way, no other renewal begins.
    assertThat(cached.claimEarlyRenewal()).isFalse();
    clock.advance(Duration.ofMinutes(50));
    assertThat(cached.claimRenewal(clock.millis())).isFalse();
    cached.renewLater(clock.millis());
    assertThat(cached.claimEarlyRenewal()).isTrue();
  }

  @Test
  void a_fresh_vend_is_claimed_once_a_minute() {
    ManualClock clock = new ManualClock();
    Rejections rejections = new Rejections();
    CachedCredentials cached =
        TestCredentials.cached(
            TestCredentials.owner("alice"),
            TestCredentials.vended(
                S3Path.prefix("b", "p/"), Permission.READ, clock, Duration.ofHours(1)),
            0);
    assertThat(rejections.claimFresh(cached, clock.millis())).isTrue();
    assertThat(rejections.claimFresh(cached, clock.millis())).isFalse();
    clock.advance(Duration.ofMinutes(1));
    assertThat(rejections.claimFresh(cached, clock.millis())).isTrue();
    rejections.clear();
    assertThat(rejections.claimFresh(cached, clock.millis())).isTrue();
  }
}
