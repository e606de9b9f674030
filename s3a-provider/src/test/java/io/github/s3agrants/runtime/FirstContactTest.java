package io.github.s3agrants.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.aws.TestServices;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.AccessGrantsInstance;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.fixture.ClosedPort;
import io.github.s3agrants.fixture.PlainServer;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.fixture.UntrustedServer;
import io.github.s3agrants.testkit.ManualClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are taken for a wrong set-up, and when. */
class FirstContactTest {
  private final ManualClock clock = new ManualClock();
  private OutageLog client;

  @BeforeEach
  void start() {
    client = new OutageLog(TestServices.client(clock, 10, Duration.ofSeconds(30)), clock);
  }

  @AfterEach
  void stop() {
    client.close();
  }

  private AccessGrantsException vend(URI uri) {
    ServiceSettings settings = TestServices.settings(uri).build();
    return assertThrows(
        AccessGrantsException.class,
        () ->
            client.getDataAccess(
                settings,
                new AccessGrantsInstance(TestServices.ACCOUNT, "us-east-1"),
                TestCredentials.get("lake", "k"),
                Optional.empty(),
                TestServices.BASE));
  }

  @Test
  void a_service_that_never_answered_is_unreachable_after_a_while() throws IOException {
    URI nobody = ClosedPort.uri();
    assertThat(vend(nobody).kind()).isEqualTo(Kind.UNAVAILABLE);
    clock.advance(FirstContact.PATIENCE.minusMillis(1));
    assertThat(vend(nobody))
        .returns(Kind.UNAVAILABLE, AccessGrantsException::kind)
        .hasMessageContaining("which fs.s3a.accessgrants.endpoint sets");
    clock.advance(Duration.ofMillis(1));
    assertThat(vend(nobody))
        .returns(Kind.UNREACHABLE, AccessGrantsException::kind)
        .hasMessageContaining("S3 Control at " + nobody)
        .hasMessageContaining("(which fs.s3a.accessgrants.endpoint sets), reached directly,")
        .hasMessageContaining("has not answered since this process began to call it")
        .hasMessageContaining("refused");
  }

  /** AWS SDK 2.23 and 2.24 have no ListCallerAccessGrants, so that nothing is called. */
  @Test
  void what_the_sdk_lacks_is_no_answer() {
    assertThat(
            FirstContact.isAnswer(
                new AccessGrantsException(Kind.DENIED, "no call", null, new NoSuchMethodError())))
        .isFalse();
    assertThat(FirstContact.isAnswer(new AccessGrantsException(Kind.DENIED, "no grant"))).isTrue();
  }

  /** Another endpoint begins anew, and STS is another service. */
  @Test
  void each_service_is_on_its_own() throws IOException {
    URI nobody = ClosedPort.uri();
    vend(nobody);
    clock.advance(FirstContact.PATIENCE);
    assertThat(vend(ClosedPort.uri()).kind()).isEqualTo(Kind.UNAVAILABLE);
    ServiceSettings settings = TestServices.settings(nobody).build();
    assertThat(
            assertThrows(
                    AccessGrantsException.class,
                    () -> client.identify(settings, "us-east-1", TestServices.BASE))
                .kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(vend(nobody).kind()).isEqualTo(Kind.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AccessDenied", "InternalError", "SlowDown", "NewInTheService"})
  void a_service_that_answered_once_is_never_unreachable(String code) throws IOException {
    AtomicBoolean up = new AtomicBoolean(true);
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              if (up.get()) {
                ScriptedServer.write(
                    out,
                    code.equals("AccessDenied") ? 403 : 500,
                    "",
                    "<ErrorResponse><Error><Code>" + code + "</Code></Error></ErrorResponse>");
              }
            })) {
      vend(server.uri());
      up.set(false);
      clock.advance(Duration.ofHours(1));
      assertThat(vend(server.uri()))
          .returns(Kind.UNAVAILABLE, AccessGrantsException::kind)
          .message()
          .doesNotContain("has not answered since");
    }
  }

  @Test
  void another_server_that_answers_in_its_place_is_no_answer() throws IOException {
    try (ScriptedServer between = ScriptedServer.answering(502, "", "<html>bad gateway</html>")) {
      assertThat(vend(between.uri()).kind()).isEqualTo(Kind.UNAVAILABLE);
      clock.advance(FirstContact.PATIENCE);
      assertThat(vend(between.uri()))
          .returns(Kind.UNREACHABLE, AccessGrantsException::kind)
          .hasMessageContaining("HTTP status 502, and no error code");
    }
  }

  @Test
  void what_can_be_no_outage_shows_at_once() throws Exception {
    try (UntrustedServer untrusted = new UntrustedServer();
        ScriptedServer proxy = ScriptedServer.answering(407, "", "")) {
      assertThat(vend(untrusted.uri("https")))
          .returns(Kind.UNREACHABLE, AccessGrantsException::kind)
          .hasMessageContaining("certification path");
      assertThat(vend(proxy.uri()))
          .returns(Kind.UNREACHABLE, AccessGrantsException::kind)
          .hasMessageContaining("407");
    }
    try (PlainServer http = new PlainServer();
        UntrustedServer tls = new UntrustedServer()) {
      assertThat(vend(http.uri("https")))
          .returns(Kind.UNREACHABLE, AccessGrantsException::kind)
          .hasMessageContaining("SSL");
      assertThat(vend(tls.uri("http")))
          .returns(Kind.UNREACHABLE, AccessGrantsException::kind)
          .hasMessageContaining("HTTP");
    }
  }

  @Test
  void a_handshake_that_breaks_off_may_be_an_outage() throws IOException {
    try (ScriptedServer closing = ScriptedServer.answering(200, "", "")) {
      URI https = URI.create(closing.uri().toString().replace("http:", "https:"));
      assertThat(vend(https).kind()).isEqualTo(Kind.UNAVAILABLE);
      clock.advance(FirstContact.PATIENCE);
      assertThat(vend(https).kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  /** Not documented, but possible: S3 Control refuses in the form of S3. */
  @Test
  void what_looks_like_an_answer_of_s3_is_one_only_of_a_service_that_never_answered_otherwise()
      throws IOException {
    AtomicBoolean control = new AtomicBoolean();
    String error = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) ->
                ScriptedServer.write(
                    out,
                    403,
                    "",
                    control.get() ? "<ErrorResponse>" + error + "</ErrorResponse>" : error))) {
      for (int i = 0; i < 2; i++) {
        assertThat(vend(server.uri()))
            .returns(Kind.BAD_RESPONSE, AccessGrantsException::kind)
            .hasMessageContaining("S3 Control at " + server.uri())
            .hasMessageContaining("which fs.s3a.accessgrants.endpoint sets")
            .hasMessageContaining("This is an answer of S3, not of S3 Control or STS");
      }
      control.set(true);
      assertThat(vend(server.uri()).kind()).isEqualTo(Kind.DENIED);
      control.set(false);
      assertThat(vend(server.uri()).kind()).isEqualTo(Kind.DENIED);
    }
  }

  /** S3A tries once more: perhaps it is only slow. */
  @Test
  void a_service_that_hangs_is_unreachable_only_later() throws IOException {
    client.close();
    client = new OutageLog(TestServices.client(clock, 10, Duration.ofMillis(200)), clock);
    try (ScriptedServer silent = ScriptedServer.silent()) {
      vend(silent.uri());
      clock.advance(FirstContact.PATIENCE_WITH_HANGING.minusMillis(1));
      assertThat(vend(silent.uri()).kind()).isEqualTo(Kind.UNAVAILABLE);
      clock.advance(Duration.ofMillis(1));
      assertThat(vend(silent.uri()).kind()).isEqualTo(Kind.UNREACHABLE);
    }
  }

  /** S3A fails at once by itself, with an exception that says more. */
  @Test
  void an_unknown_host_stays_one() {
    URI unknown = URI.create("http://no-such-host.invalid");
    vend(unknown);
    clock.advance(FirstContact.PATIENCE);
    assertThat(vend(unknown))
        .returns(Kind.UNAVAILABLE, AccessGrantsException::kind)
        .hasMessageContaining("which fs.s3a.accessgrants.endpoint sets");
  }
}
