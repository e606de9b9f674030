package io.github.s3agrants.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.credentials.VendedCredentials;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.testkit.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/** How long vended credentials are used if the service's clock differs from this one. */
class VendedLifeTest {
  private static final S3Path PATH = S3Path.object("b", "p/k");

  private final ManualClock clock = new ManualClock();

  /**
   * The library asks for one hour. The Date header drops fractions of a second, so that second does
   * not count.
   */
  @ParameterizedTest(name = "clock ahead {0}, Date {1}, life {2}")
  @CsvSource({
    "PT0S, right, PT1H, PT1H, PT1H",
    "PT-50M, right, PT1H, PT59M59S, PT1H",
    "PT2H, right, PT1H, PT59M59S, PT1H",
    "PT-1S, right, PT1H, PT59M59S, PT1H",
    "PT1S, right, PT1H, PT59M59S, PT1H",
    // Without the service's time ours counts, but for no longer than was asked for.
    "PT0S, none, PT1H, PT1H, PT1H",
    "PT0S, broken, PT1H, PT1H, PT1H",
    "PT-50M, none, PT1H, PT1H, PT1H",
    "PT-50M, broken, PT1H, PT1H, PT1H",
    // By our clock, the only one, these have expired.
    "PT2H, none, PT1H, PT0S, PT0S",
    // A longer life than was asked for.
    "PT0S, right, PT3H, PT1H, PT1H",
    "PT2H, none, PT4H, PT1H, PT1H",
    // A shorter life.
    "PT0S, right, PT10M, PT10M, PT10M",
    "PT-50M, right, PT10M, PT9M59S, PT10M",
    "PT2H, right, PT10M, PT9M59S, PT10M",
    // Expired by both clocks.
    "PT0S, right, PT-1M, PT0S, PT0S",
    "PT-50M, right, PT-1M, PT0S, PT0S",
    "PT2H, right, PT-1M, PT0S, PT0S",
  })
  void is_reckoned_by_the_services_own_clock(
      Duration ahead, String date, Duration given, Duration least, Duration most)
      throws IOException {
    clock.advance(Duration.ofMillis(400));
    Instant serviceNow = clock.instant().minus(ahead);
    Instant expiration = serviceNow.plus(given);
    VendedCredentials vended =
        vend(
            switch (date) {
              case "right" -> "Date: " + date(serviceNow) + "\r\n";
              case "broken" -> "Date: the day after\r\n";
              default -> "";
            },
            expiration);

    assertThat(vended.expiration()).isEqualTo(expiration);
    clock.advance(least.minusMillis(1));
    assertThat(vended.hasExpired(clock.millis())).isFalse();
    clock.advance(most.minus(least).plusMillis(1));
    assertThat(vended.hasExpired(clock.millis())).isTrue();
    assertThat(vended.covers(PATH, Permission.READ, clock.millis())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PT0S", "PT-50M", "PT2H"})
  void fresh_ones_are_usable(Duration ahead) throws IOException {
    Instant serviceNow = clock.instant().minus(ahead);
    VendedCredentials vended =
        vend("Date: " + date(serviceNow) + "\r\n", serviceNow.plus(Duration.ofHours(1)));
    assertThat(vended.covers(PATH, Permission.READ, clock.millis())).isTrue();
    clock.advance(Duration.ofMinutes(59));
    assertThat(vended.covers(PATH, Permission.READ, clock.millis())).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(vended.covers(PATH, Permission.READ, clock.millis())).isFalse();
  }

  private VendedCredentials vend(String headers, Instant expiration) throws IOException {
    String body =
        "<GetDataAccessResult><Credentials><AccessKeyId>ASIA1</AccessKeyId>"
            + "<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>"
            + expiration
            + "</Expiration></Credentials><MatchedGrantTarget>s3://b/p/*</MatchedGrantTarget>"
            + "</GetDataAccessResult>";
    try (ScriptedServer server = ScriptedServer.answering(200, headers, body);
        AccessGrantsClient client = TestServices.client(ApacheHttpClient.create(), clock)) {
      return client.getDataAccess(
          ServiceSettings.builder()
              .region(Optional.of("us-east-1"))
              .endpoint(Optional.of(server.uri()))
              .build(),
          new AccessGrantsInstance("111122223333", "us-east-1"),
          TestCredentials.access(PATH, Permission.READ),
          Optional.empty(),
          SigningCredentials.longTerm("AKIA1", "s"));
    }
  }

  private static String date(Instant time) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(time.atOffset(ZoneOffset.UTC));
  }
}
