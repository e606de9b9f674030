package io.github.s3agrants.aws;

import static io.github.s3agrants.aws.TestServices.BASE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.AccessGrantsClient;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.credentials.RefusedRead;
import io.github.s3agrants.credentials.ServiceSettings;
import io.github.s3agrants.credentials.TestCredentials;
import io.github.s3agrants.fixture.HttpRequest;
import io.github.s3agrants.fixture.ScriptedServer;
import io.github.s3agrants.testing.Slow;
import io.github.s3agrants.testkit.ManualClock;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;

/** How the client handles services that answer too much, too late or never. */
@Timeout(60)
class SdkAccessGrantsClientTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

  private final ManualClock clock = new ManualClock();

  /** Each call that the library makes to a service. */
  enum Question {
    IDENTIFY((client, server) -> client.identify(settings(server), "us-east-1", BASE)),
    INSTANCE_ACCOUNT(
        (client, server) ->
            client.instanceAccount(
                settings(server), "us-east-1", TestServices.ACCOUNT, "bucket", BASE)),
    BUCKET_REGION((client, server) -> client.bucketRegion(settings(server), "bucket")),
    GET_DATA_ACCESS(
        (client, server) ->
            client.getDataAccess(
                settings(server),
                TestServices.INSTANCE,
                TestCredentials.access(S3Path.prefix("bucket", "p/"), Permission.READ),
                Optional.empty(),
                BASE)),
    GRANT_BELOW(
        (client, server) ->
            client.callerGrants(
                settings(server),
                TestServices.INSTANCE,
                "s3://bucket/p",
                Optional.empty(),
                Duration.ofSeconds(30),
                BASE)),
    IS_MISSING(
        (client, server) ->
            client.isMissing(TestServices.refused(server.uri(), "bucket", "p/missing")));

    @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
    private final BiConsumer<AccessGrantsClient, ScriptedServer> question;

    Question(BiConsumer<AccessGrantsClient, ScriptedServer> question) {
      this.question = question;
    }

    boolean isKnownToTheSdk() {
      return this != GRANT_BELOW || TestServices.sdkListsCallerGrants();
    }

    private static ServiceSettings settings(ScriptedServer server) {
      return TestServices.settings(server.uri()).build();
    }

    AccessGrantsException failure(AccessGrantsClient client, ScriptedServer server) {
      return assertThrows(AccessGrantsException.class, () -> question.accept(client, server));
    }
  }

  /** The calls that this version of the SDK has. */
  static Stream<Question> questions() {
    return Arrays.stream(Question.values()).filter(Question::isKnownToTheSdk);
  }

  /** All calls but those with HEAD, whose answers have no body. */
  static Stream<Question> questionsAnsweredWithABody() {
    return questions().filter(question -> question != Question.BUCKET_REGION);
  }

  private AccessGrantsClient client(Duration timeout) {
    return TestServices.client(clock, 8, timeout);
  }

  /** Writes an answer that begins as XML does and never ends. */
  private static void writeEndlessly(OutputStream out, int status, AtomicLong written)
      throws IOException {
    out.write(
        ("HTTP/1.1 "
                + status
                + " Scripted\r\nContent-Type: text/xml\r\nx-amz-bucket-region: \r\n"
                + "Connection: close\r\n\r\n<Endless><a>")
            .getBytes(ISO_8859_1));
    byte[] some = " ".repeat(65536).getBytes(ISO_8859_1);
    while (true) {
      out.write(some);
      written.addAndGet(some.length);
    }
  }

  @ParameterizedTest
  @MethodSource("questionsAnsweredWithABody")
  @Slow
  void no_answer_is_read_without_end(Question question) throws IOException {
    assertThat(endsWithinTheLimit(question, 200).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @ParameterizedTest
  @MethodSource("questionsAnsweredWithABody")
  void no_error_is_read_without_end(Question question) throws IOException {
    assertThat(endsWithinTheLimit(question, 403)).isNotNull();
  }

  private AccessGrantsException endsWithinTheLimit(Question question, int status)
      throws IOException {
    AtomicLong written = new AtomicLong();
    try (AccessGrantsClient client = client(LONG);
        ScriptedServer server =
            new ScriptedServer((request, out) -> writeEndlessly(out, status, written))) {
      AccessGrantsException failure = question.failure(client, server);
      // Adds what the buffers of the sockets hold.
      long perAttempt = AnswerLimit.MAXIMUM_BYTES + 8L * 1024 * 1024;
      assertThat(written.get()).isLessThan(server.requests().size() * perAttempt);
      assertThat(server.requests()).hasSizeLessThanOrEqualTo(4);
      return failure;
    }
  }

  @ParameterizedTest
  @MethodSource("questions")
  @Slow
  void a_service_that_never_answers_is_unavailable(Question question) throws IOException {
    try (AccessGrantsClient client = client(SHORT);
        ScriptedServer server = ScriptedServer.silent()) {
      assertThat(question.failure(client, server).kind()).isEqualTo(Kind.UNAVAILABLE);
    }
  }

  @Test
  void a_call_takes_thirty_seconds_at_most_and_a_missing_key_five() {
    ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();
    ClientOverrideConfiguration.Builder builder = ClientOverrideConfiguration.builder();
    new ClientDefaults(timers, ClientDefaults.TIMEOUT).accept(builder);
    timers.shutdown();
    assertThat(builder.build().apiCallTimeout()).contains(Duration.ofSeconds(30));
    assertThat(MissingKeys.TIMEOUT).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void a_question_under_way_at_the_close_is_closed(Question question) throws IOException {
    CountDownLatch asked = new CountDownLatch(1);
    AccessGrantsClient client = client(LONG);
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              asked.countDown();
              ScriptedServer.hang();
            })) {
      CompletableFuture<AccessGrantsException> failure =
          CompletableFuture.supplyAsync(() -> question.failure(client, server));
      await(asked);
      client.close();
      assertThat(failure.join().kind()).isEqualTo(Kind.CLOSED);
      assertThat(question.failure(client, server).kind()).isEqualTo(Kind.CLOSED);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void missing_keys_that_hang_take_no_connection_from_others() throws IOException {
    CountDownLatch asked = new CountDownLatch(64);
    String vended =
        TestServices.dataAccess("ASIAVENDED", clock.instant().plusSeconds(3600), "s3://bucket/p/*");
    AccessGrantsClient client = client(LONG);
    try (ScriptedServer server =
        new ScriptedServer(
            (request, out) -> {
              if (request.target().contains("list-type")) {
                asked.countDown();
                ScriptedServer.hang();
              }
              ScriptedServer.write(out, 200, "", vended);
            })) {
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        Thread caller = new Thread(() -> Question.IS_MISSING.failure(client, server));
        caller.start();
        callers.add(caller);
      }
      await(asked);
      Question.GET_DATA_ACCESS.question.accept(client, server);
      assertThat(callers).allMatch(Thread::isAlive);
      client.close();
    }
  }

  @Test
  @Slow
  void forty_buckets_take_no_more_threads_than_one() throws IOException {
    try (AccessGrantsClient client = client(LONG);
        ScriptedServer server =
            new ScriptedServer(
                (request, out) -> ScriptedServer.write(out, 200, "", listOf(request)))) {
      assertThat(client.isMissing(TestServices.refused(server.uri(), "bucket", "k"))).isTrue();
      Set<Thread> before = threads();
      for (int i = 0; i < 40; i++) {
        RefusedRead refused = TestServices.refused(server.uri(), "bucket" + i, "k");
        assertThat(client.isMissing(refused)).isTrue();
      }
      assertThat(before).containsAll(threads());
      assertThat(server.requests().get(40).target()).startsWith("/bucket39?");
    }
  }

  /** An empty list. */
  private static String listOf(HttpRequest request) {
    String bucket = request.target().replaceFirst("^/([^/?]+).*", "$1");
    return "<ListBucketResult><Name>" + bucket + "</Name></ListBucketResult>";
  }

  /** All threads but the server's. Threads of earlier tests may end at any time. */
  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.getName().equals("scripted-server"))
        .collect(Collectors.toSet());
  }
}
