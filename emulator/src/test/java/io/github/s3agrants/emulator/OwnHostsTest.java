package io.github.s3agrants.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.testkit.TestLake;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal, the faults and the page under names of others, and for pages of others. */
final class OwnHostsTest {
  private static AccessGrantsEmulator emulator;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    emulator = TestLake.withoutInstance().start();
    port = emulator.endpoints().s3Control().getPort();
  }

  @AfterAll
  static void stop() throws Exception {
    emulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:80",
        "127.0.0.1",
        "127.8.9.10:1234",
        "[::1]",
        "[::1]:80",
        "a.localhost:80",
        "111122223333.localhost",
        "111122223333.127.0.0.1:80"
      })
  void own_names(String host) throws IOException {
    for (String path : new String[] {"/emulator/", "/emulator/journal", "/emulator/faults"}) {
      assertThat(RawSocket.send(port, "GET " + path + " HTTP/1.1", "Host: " + host).status())
          .as(path)
          .isEqualTo(200);
      assertThat(
              RawSocket.send(port, "GET http://" + host + path + " HTTP/1.1", "Host: " + host)
                  .status())
          .as(path)
          .isEqualTo(200);
    }
    // To the page.
    assertThat(RawSocket.send(port, "GET / HTTP/1.1", "Host: " + host).status()).isEqualTo(302);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rebound.example",
        "localhost.example",
        "127.0.0.1.example:80",
        "192.168.1.7",
        "[2001:db8::1]:80",
        "999.0.0.1",
        "111122223333.rebound.example",
        "localhost@rebound.example",
        "",
      })
  void names_of_others(String host) throws IOException {
    for (String path : new String[] {"/emulator/", "/emulator/journal", "/emulator/faults", "/"}) {
      RawSocket.Answer answer = RawSocket.send(port, "GET " + path + " HTTP/1.1", "Host: " + host);
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.header("content-type")).hasValue("text/plain; charset=utf-8");
      assertThat(answer.body()).contains("answers only as localhost").hasLineCount(1);
      if (!host.isEmpty()) {
        assertThat(
                RawSocket.send(port, "GET http://" + host + path + " HTTP/1.1", "Host: localhost")
                    .status())
            .as("as a proxy: %s", path)
            .isEqualTo(403);
        assertThat(
                RawSocket.send(port, "GET http://localhost" + path + " HTTP/1.1", "Host: " + host)
                    .status())
            .isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://rebound.example, 403",
    "Origin: null, 403",
    "Origin: http://localhost:1, 403",
    "Origin: http://localhost:80, 204",
    "Sec-Fetch-Site: cross-site, 403",
    "Sec-Fetch-Site: same-site, 403",
    "Sec-Fetch-Site: same-origin, 204",
    "Sec-Fetch-Site: none, 204",
    "x: y, 204",
  })
  void pages_of_others_change_nothing(String header, int status) throws IOException {
    for (String path : new String[] {"/emulator/journal", "/emulator/faults"}) {
      RawSocket.Answer answer =
          RawSocket.send(port, "DELETE " + path + " HTTP/1.1", "Host: localhost:80", header);
      assertThat(answer.status()).as(path).isEqualTo(status);
    }
    assertThat(
            RawSocket.send(port, "GET /emulator/journal HTTP/1.1", "Host: localhost:80", header)
                .status())
        .isEqualTo(200);
  }

  @Test
  void services_answer_under_any_name() throws IOException {
    RawSocket.Answer answer =
        RawSocket.send(
            port, "GET /v20180820/accessgrantsinstance/grants HTTP/1.1", "Host: rebound.example");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.body()).contains("<Code>AccessDenied</Code>");
  }

  @Test
  void names_that_were_allowed_and_health_under_any() throws Exception {
    try (AccessGrantsEmulator other =
        TestLake.withoutInstance().allowHost("emulator", "My.Host").start()) {
      int port = other.endpoints().s3Control().getPort();
      for (String host : new String[] {"emulator:9901", "EMULATOR", "my.host"}) {
        assertThat(get(port, "/emulator/journal", host)).as(host).isEqualTo(200);
      }
      assertThat(get(port, "/emulator/journal", "other")).isEqualTo(403);
      assertThat(get(port, "/emulator/health", "other")).isEqualTo(200);
      assertThat(RawSocket.send(port, "POST /emulator/health HTTP/1.1", "Host: other").status())
          .isEqualTo(403);
    }
  }

  private static int get(int port, String path, String host) throws IOException {
    return RawSocket.send(port, "GET " + path + " HTTP/1.1", "Host: " + host).status();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-20M", "PT0S", "PT2H"})
  void date_is_that_of_the_skewed_clock(String skew) throws IOException {
    emulator.faults().clockSkew(Duration.parse(skew));
    try {
      for (String path : new String[] {"/emulator/faults", "/v20180820/nothing", "/sts"}) {
        RawSocket.Answer answer =
            RawSocket.send(port, "GET " + path + " HTTP/1.1", "Host: localhost");
        Instant date =
            ZonedDateTime.parse(
                    answer.header("date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
        assertThat(Duration.between(Instant.now(), date).minus(Duration.parse(skew)).abs())
            .as(path)
            .isLessThan(Duration.ofSeconds(30));
      }
    } finally {
      emulator.faults().clockSkew(Duration.ZERO);
    }
  }
}
