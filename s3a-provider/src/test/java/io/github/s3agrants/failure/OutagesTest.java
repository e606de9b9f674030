package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.ClosedPort;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.AWSClientIOException;
import org.apache.hadoop.fs.s3a.AWSServiceThrottledException;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The library behaves as plain S3A on the same fault: the fault is at S3 Control and STS for the
 * library, at S3 for plain S3A.
 */
class OutagesTest {
  /** The time that the library's own calls may take in addition to S3A's pauses between retries. */
  private static final Duration CALLS = Duration.ofSeconds(15);

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
  }

  @AfterEach
  void stop() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    lake.close();
  }

  /** How a request failed, and how long that took. */
  private record Ending(IOException e, Duration took) {}

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void a_refused_connection_ends_as_it_does_with_plain_s3a() throws IOException {
    assertAlike(ClosedPort.uri(), ConnectException.class);
  }

  @Tag(S3AFixture.HADOOP_34)
  @Test
  void an_unknown_host_ends_as_it_does_with_plain_s3a() throws IOException {
    assertAlike(URI.create("http://no-such-host.invalid"), UnknownHostException.class);
  }

  private void assertAlike(URI fault, Class<? extends IOException> asWhat) throws IOException {
    Ending plain = end(plain(fault));
    assertThat(plain.e).isInstanceOf(asWhat);
    for (Configuration conf : new Configuration[] {withoutSts(fault), withSts(fault)}) {
      Ending ours = end(conf);
      assertThat(ours.e).isInstanceOf(asWhat);
      assertThat(ours.took).isLessThan(plain.took.multipliedBy(3).plus(CALLS));
      assertThat(ours.e.getMessage())
          .contains("READ on s3://lake/alice/f")
          .contains("S3A op_get_file_status");
    }
  }

  /**
   * S3A takes any 503 of S3 as throttling. A 503 of Access Grants without a throttling code is
   * none.
   */
  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void a_service_that_fails_ends_when_s3a_has_tried_its_times(int status) throws IOException {
    try (ScriptedServer failing =
        ScriptedServer.answering(status, "x-amz-request-id: id-1\r\n", error("SomethingBroke"))) {
      Ending plain = end(plain(failing.uri()));
      Ending ours = end(withoutSts(failing.uri()));
      assertThat(ours.e).isExactlyInstanceOf(AWSClientIOException.class);
      assertThat(ours.e.getMessage())
          .contains("SomethingBroke: words")
          .contains("Request ID: id-1")
          .contains("asking")
          .contains(TestPrincipals.ACCOUNT);
      assertThat(ours.took).isLessThan(plain.took.multipliedBy(3).plus(CALLS));
    }
  }

  @Test
  void throttling_is_throttling_to_s3a_too() throws IOException {
    try (ScriptedServer busy = ScriptedServer.answering(503, "", error("SlowDown"))) {
      Configuration conf = withoutSts(busy.uri());
      conf.setInt("fs.s3a.retry.throttle.limit", 1);
      assertThat(end(conf).e).isExactlyInstanceOf(AWSServiceThrottledException.class);
    }
  }

  /** Each takes as long as the timeout of its own connections; S3A's minimum is 15 seconds. */
  @Tag(S3AFixture.HADOOP_34)
  @Test
  void a_service_that_never_answers_ends_in_a_timeout() throws IOException {
    try (ScriptedServer silent = ScriptedServer.silent()) {
      CompletableFuture<Ending> plain =
          CompletableFuture.supplyAsync(() -> end(once(plain(silent.uri()))));
      Ending ours = end(once(withoutSts(silent.uri())));
      assertThat(plain.join().e).isInstanceOf(SocketTimeoutException.class);
      assertThat(ours.e).isInstanceOf(SocketTimeoutException.class);
      assertThat(ours.took).isLessThan(plain.join().took.multipliedBy(3).plus(CALLS));
    }
  }

  private static Configuration once(Configuration conf) {
    conf.setInt("fs.s3a.retry.limit", 0);
    return conf;
  }

  static Stream<Arguments> anothers() {
    return Stream.of(
        Arguments.of(401, ""),
        Arguments.of(403, ""),
        Arguments.of(403, "<!DOCTYPE html><html><body>Blocked<br></body></html>"),
        Arguments.of(404, "<html><body><h1>404 Not Found</h1></body></html>"),
        Arguments.of(404, "<Error><Message>no</Message></Error>"),
        Arguments.of(302, ""));
  }

  /** A proxy or a load balancer knows nothing of grants. */
  @ParameterizedTest
  @MethodSource("anothers")
  void an_answer_of_another_server_is_no_refusal(int status, String body) throws IOException {
    try (ScriptedServer between = ScriptedServer.answering(status, "", body)) {
      for (Configuration conf :
          new Configuration[] {withoutSts(between.uri()), withSts(between.uri())}) {
        Ending ours = end(conf);
        assertThat(ours.e).isExactlyInstanceOf(AWSClientIOException.class);
        assertThat(ours.e.getMessage())
            .contains("HTTP status " + status)
            .contains("no error code")
            .contains("READ on s3://lake/alice/f");
      }
      assertThat(between.requests()).hasSizeGreaterThan(3);
    }
  }

  @Test
  void a_request_that_the_closing_cuts_off_is_interrupted_and_not_denied() throws Exception {
    try (ScriptedServer silent = ScriptedServer.silent()) {
      S3AFileSystem fs = lake.open(withoutSts(silent.uri()));
      CompletableFuture<Throwable> cut =
          CompletableFuture.supplyAsync(
              () -> assertThrows(IOException.class, () -> fs.getFileStatus(new Path("/alice/f"))));
      while (silent.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      Instant closing = Instant.now();
      fs.close();
      assertThat(cut.join())
          .isExactlyInstanceOf(InterruptedIOException.class)
          .hasMessageContaining("file system was closed");
      assertThat(Duration.between(closing, Instant.now())).isLessThan(CALLS);
    }
  }

  private static String error(String code) {
    return "<ErrorResponse><Error><Code>"
        + code
        + "</Code><Message>words</Message></Error></ErrorResponse>";
  }

  private static Ending end(Configuration conf) {
    Instant begun = Instant.now();
    try (S3AFileSystem fs = open(conf)) {
      IOException e = assertThrows(IOException.class, () -> fs.getFileStatus(new Path("/alice/f")));
      return new Ending(e, Duration.between(begun, Instant.now()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static S3AFileSystem open(Configuration conf) throws IOException {
    return (S3AFileSystem)
        org.apache.hadoop.fs.FileSystem.newInstance(URI.create("s3a://lake/"), conf);
  }

  private Configuration plain(URI fault) {
    Configuration conf = shortened(lake.plain(ALICE));
    // S3A takes any 503 of S3 as throttling.
    conf.setInt("fs.s3a.retry.throttle.limit", 2);
    conf.set("fs.s3a.endpoint", fault.toString());
    return conf;
  }

  /** With the account ID set there is no call to STS, so that GetDataAccess meets the fault. */
  private Configuration withoutSts(URI fault) {
    Configuration conf = shortened(lake.grants(ALICE));
    conf.set("fs.s3a.accessgrants.account.id", TestPrincipals.ACCOUNT);
    conf.set("fs.s3a.accessgrants.endpoint", fault.toString());
    return conf;
  }

  private Configuration withSts(URI fault) {
    Configuration conf = shortened(lake.grants(ALICE));
    conf.set("fs.s3a.accessgrants.sts.endpoint", fault.toString());
    return conf;
  }

  /** Makes throttling slow, so that its retries are told from others by the time they take. */
  private static Configuration shortened(Configuration conf) {
    conf.setInt("fs.s3a.retry.throttle.limit", 5);
    conf.set("fs.s3a.retry.throttle.interval", "500ms");
    conf.set("fs.s3a.connection.timeout", "15000");
    conf.set("fs.s3a.connection.establish.timeout", "15000");
    conf.set("fs.s3a.connection.request.timeout", "15000");
    return conf;
  }
}
