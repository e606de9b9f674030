package io.github.s3agrants.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.testing.CapturedLog;
import io.github.s3agrants.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the library logs while services fail. */
class OutageLogTest {

  private final ManualClock clock = new ManualClock();
  private OutageLog client;
  private CapturedLog log;

  @BeforeEach
  void start() {
    client = new OutageLog(TestServices.client(clock, 10, Duration.ofSeconds(30)), clock);
    log = new CapturedLog();
  }

  @AfterEach
  void stop() {
    log.close();
    client.close();
  }

  private Executable vend(ServiceSettings settings, String region) {
    return () ->
        client.getDataAccess(
            settings,
            new AccessGrantsInstance(TestServices.ACCOUNT, region),
            TestCredentials.get("lake", "k"),
            Optional.empty(),
            TestServices.BASE);
  }

  private void fail(Executable call) {
    assertThrows(AccessGrantsException.class, call);
  }

  @Test
  void an_outage_is_logged_at_the_first_failure_and_once_a_minute() throws IOException {
    try (ScriptedServer broken = ScriptedServer.answering(500, "", "<Error/>")) {
      ServiceSettings settings = TestServices.settings(broken.uri()).build();
      fail(vend(settings, "us-east-1"));
      assertThat(log.linesOf(OutageLog.class))
          .singleElement()
          .asString()
          .contains("WARN", "S3 Control at " + broken.uri() + " ", "HTTP status 500")
          .contains("which fs.s3a.accessgrants.endpoint sets");

      clock.advance(Duration.ofSeconds(59));
      fail(vend(settings, "us-east-1"));
      assertThat(log.linesOf(OutageLog.class)).hasSize(1);
      clock.advance(Duration.ofSeconds(1));
      fail(vend(settings, "us-east-1"));
      fail(vend(settings, "us-east-1"));
      assertThat(log.linesOf(OutageLog.class)).hasSize(2);
    }
  }

  @Test
  void each_service_is_logged_for_itself_with_the_key_that_sets_its_url() throws IOException {
    try (ScriptedServer broken = ScriptedServer.answering(500, "", "<Error/>")) {
      ServiceSettings settings = TestServices.settings(broken.uri()).build();
      fail(() -> client.identify(settings, "us-east-1", TestServices.BASE));
      fail(() -> client.bucketRegion(settings, "lake"));
      fail(
          () ->
              client.instanceAccount(
                  settings, "us-east-1", TestServices.ACCOUNT, "lake", TestServices.BASE));
      assertThat(log.linesOf(OutageLog.class))
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .contains("STS at " + broken.uri(), "fs.s3a.accessgrants.sts.endpoint sets"),
              line ->
                  assertThat(line)
                      .contains(
                          "Region of bucket lake, at " + broken.uri(), "fs.s3a.endpoint sets"),
              line -> assertThat(line).contains("S3 Control at " + broken.uri()));
    }
  }

  /** A mistyped Region is part of the host name. */
  @Test
  void the_url_that_the_sdk_has_made_is_named_with_what_it_is_made_of() {
    ServiceSettings settings = ServiceSettings.builder().region(Optional.of("us-esat-1")).build();
    fail(vend(settings, "us-esat-1"));
    assertThat(log.linesOf(OutageLog.class))
        .singleElement()
        .asString()
        .contains(
            "UnknownHostException: ",
            "https://" + TestServices.ACCOUNT + ".s3-control.us-esat-1.amazonaws.com")
        .contains("for the Region us-esat-1, which is that of fs.s3a.accessgrants.region")
        .contains("fs.s3a.accessgrants.endpoint sets another URL");
  }

  @Test
  void what_https_makes_of_an_http_server_is_said() throws IOException {
    try (ScriptedServer http = ScriptedServer.answering(200, "", "")) {
      URI https = URI.create(http.uri().toString().replace("http:", "https:"));
      fail(vend(TestServices.settings(https).build(), "us-east-1"));
      assertThat(log.linesOf(OutageLog.class))
          .singleElement()
          .asString()
          .contains("S3 Control at " + https, "SSL");
    }
  }

  @Test
  void a_refusal_is_no_outage() throws IOException {
    try (ScriptedServer refusing =
        ScriptedServer.answering(
            403, "", "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>")) {
      fail(vend(TestServices.settings(refusing.uri()).build(), "us-east-1"));
      assertThat(log.linesOf(OutageLog.class)).isEmpty();
    }
  }

  @Test
  void an_answer_writes_no_lines_of_its_own() throws IOException {
    try (ScriptedServer hostile =
        ScriptedServer.answering(
            500,
            "",
            "<ErrorResponse><Error><Code>Broken</Code><Message>a\n[main] WARN forged</Message>"
                + "</Error></ErrorResponse>")) {
      fail(vend(TestServices.settings(hostile.uri()).build(), "us-east-1"));
      assertThat(log.text()).contains("forged");
      assertThat(log.text().lines()).noneMatch(line -> line.startsWith("[main] WARN forged"));
    }
  }
}
