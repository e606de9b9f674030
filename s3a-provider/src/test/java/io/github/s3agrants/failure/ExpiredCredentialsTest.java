package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.testing.Slow;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.MovingClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.AWSBadRequestException;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Vended credentials that S3 rejects before their expiration. */
class ExpiredCredentialsTest {
  private static final int MEGABYTE = 1 << 20;

  private final MovingClock clock = new MovingClock();
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(clock, S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"));
    lake.upload("/alice/f", "text");
  }

  @AfterEach
  void nothingWasSignedWithBaseCredentials() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    lake.close();
  }

  /**
   * Makes S3 reject all vended credentials as expired, though by the library's clock they are
   * valid.
   */
  private void end() {
    clock.advance(Duration.ofHours(2));
    lake.emulator.resetJournal();
  }

  private Configuration stream(String type) {
    Configuration conf = lake.grants(ALICE);
    conf.set("fs.s3a.input.stream.type", type);
    conf.setInt("fs.s3a.attempts.maximum", 3);
    return conf;
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "analytics", "prefetch"})
  @Slow
  void every_stream_reads_on(String type) throws Exception {
    try (S3AFileSystem fs = lake.open(stream(type))) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      S3AFixture.write(fs, "/alice/g", "more");
      FileStatus status = fs.getFileStatus(new Path("/alice/g"));
      end();
      // The first request is a GET.
      try (FSDataInputStream in =
          fs.openFile(status.getPath())
              .withFileStatus(status)
              .opt("fs.s3a.experimental.input.fadvise", "random")
              .build()
              .get(60, TimeUnit.SECONDS)) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("more");
      }
    }
    assertThat(lake.vendsOf(ALICE)).hasSize(1);
  }

  private interface Call {
    void on(S3AFileSystem fs) throws IOException;
  }

  static Stream<Named<Call>> calls() {
    return Stream.of(
        Named.of("status", fs -> fs.getFileStatus(new Path("/alice/f"))),
        Named.of("list", fs -> fs.listStatus(new Path("/alice"))),
        Named.of("write", fs -> S3AFixture.write(fs, "/alice/g", "x")),
        Named.of("mkdirs", fs -> fs.mkdirs(new Path("/alice/d"))),
        Named.of("delete", fs -> fs.delete(new Path("/alice/f"), false)),
        // A copy in parts, which uses the asynchronous client.
        Named.of(
            "rename",
            fs -> {
              assertThat(fs.rename(new Path("/alice/parts"), new Path("/alice/renamed"))).isTrue();
              assertThat(fs.getFileStatus(new Path("/alice/renamed")).getLen())
                  .isEqualTo(12 * MEGABYTE);
            }),
        Named.of("multipart upload", fs -> writeParts(fs, "/alice/more")));
  }

  private static void writeParts(S3AFileSystem fs, String path) throws IOException {
    try (FSDataOutputStream out = fs.create(new Path(path), true)) {
      out.write(new byte[12 * MEGABYTE]);
    }
  }

  private void assertGoesOn(Call call, int retriesOfTheSdk) throws IOException {
    Configuration conf = stream("classic");
    conf.setInt("fs.s3a.attempts.maximum", retriesOfTheSdk);
    conf.set("fs.s3a.multipart.size", "5M");
    conf.set("fs.s3a.multipart.threshold", "5M");
    try (S3AFileSystem fs = lake.open(conf)) {
      writeParts(fs, "/alice/parts");
      end();
      call.on(fs);
    }
    assertThat(lake.vendsOf(ALICE)).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("calls")
  @Slow
  void every_call_goes_on(Call call) throws IOException {
    assertGoesOn(call, 3);
  }

  @ParameterizedTest
  @MethodSource("calls")
  @Slow
  void where_the_sdk_does_not_retry_s3a_does(Call call) throws IOException {
    assertGoesOn(call, 0);
  }

  private static List<Runnable> synchronous(S3Client s3) {
    return List.of(
        () -> s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/f")),
        () -> s3.headObject(r -> r.bucket("lake").key("alice/f")),
        () -> s3.listObjectsV2(r -> r.bucket("lake").prefix("alice/")),
        () -> s3.putObject(r -> r.bucket("lake").key("alice/p"), RequestBody.fromString("x")),
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket("lake")
                        .sourceKey("alice/f")
                        .destinationBucket("lake")
                        .destinationKey("alice/c")),
        () ->
            s3.deleteObjects(
                r ->
                    r.bucket("lake")
                        .delete(
                            Delete.builder()
                                .objects(
                                    ObjectIdentifier.builder().key("alice/c").build(),
                                    ObjectIdentifier.builder().key("alice/p").build())
                                .build())));
  }

  private static List<Runnable> asynchronous(S3AsyncClient s3) {
    return List.of(
        () ->
            s3.getObject(r -> r.bucket("lake").key("alice/f"), AsyncResponseTransformer.toBytes())
                .join(),
        () -> s3.headObject(r -> r.bucket("lake").key("alice/f")).join(),
        () -> s3.listObjectsV2(r -> r.bucket("lake").prefix("alice/")).join(),
        () ->
            s3.putObject(r -> r.bucket("lake").key("alice/p"), AsyncRequestBody.fromString("x"))
                .join(),
        () ->
            s3.copyObject(
                    r ->
                        r.sourceBucket("lake")
                            .sourceKey("alice/f")
                            .destinationBucket("lake")
                            .destinationKey("alice/c"))
                .join(),
        () -> s3.deleteObject(r -> r.bucket("lake").key("alice/c")).join());
  }

  private interface Clients {
    void use(S3Client s3, S3AsyncClient async) throws Exception;
  }

  private void withClients(Clients use) throws Exception {
    Configuration conf = lake.grants(ALICE);
    AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf);
    try (provider) {
      AccessGrantsInterceptor interceptor = S3AFixture.interceptor(conf);
      try (S3Client s3 =
              EmulatorClients.s3(
                  S3Client.builder(), lake.emulator.endpoints(), provider, interceptor);
          S3AsyncClient async =
              EmulatorClients.s3(
                  S3AsyncClient.builder(), lake.emulator.endpoints(), provider, interceptor)) {
        s3.putObject(r -> r.bucket("lake").key("alice/w"), RequestBody.fromString("warm"));
        use.use(s3, async);
      }
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  @Slow
  void each_operation_of_either_client_is_tried_again() throws Exception {
    for (int i = 0; i < 6; i++) {
      int number = i;
      for (boolean synchronous : new boolean[] {true, false}) {
        withClients(
            (s3, async) -> {
              Runnable operation =
                  (synchronous ? synchronous(s3) : asynchronous(async)).get(number);
              end();
              operation.run();
              assertThat(lake.vendsOf(ALICE)).hasSize(1);
              // The next request needs no second attempt.
              lake.emulator.resetJournal();
              operation.run();
              assertThat(lake.vendsOf(ALICE)).isEmpty();
              assertThat(lake.s3CallsOf(ALICE).entries()).hasSize(1);
            });
      }
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void an_asynchronous_read_is_tried_again() throws Exception {
    withClients(
        (s3, async) -> {
          end();
          assertThat(
                  async
                      .getObject(
                          r -> r.bucket("lake").key("alice/f"), AsyncResponseTransformer.toBytes())
                      .join()
                      .asUtf8String())
              .isEqualTo("text");
          assertThat(lake.vendsOf(ALICE)).hasSize(1);
        });
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void an_asynchronous_head_is_tried_again() throws Exception {
    withClients(
        (s3, async) -> {
          end();
          assertThat(async.headObject(r -> r.bucket("lake").key("alice/f")).join().contentLength())
              .isEqualTo(4);
          assertThat(lake.vendsOf(ALICE)).hasSize(1);
        });
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void sixty_four_at_once_are_one_call() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(64);
    try {
      withClients(
          (s3, async) -> {
            end();
            List<Future<?>> reads = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
              reads.add(
                  threads.submit(() -> s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/f"))));
            }
            for (Future<?> read : reads) {
              read.get(60, TimeUnit.SECONDS);
            }
            assertThat(lake.vendsOf(ALICE)).hasSize(1);
          });
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void a_bare_400_is_looked_into_and_takes_nothing_from_anybody() throws IOException {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      S3AFixture.read(fs, "/alice/f");
      lake.emulator.resetJournal();
      lake.emulator.faults().set(S3Operation.HEAD_OBJECT, Fault.error(400, "InvalidRequest"));
      for (int i = 0; i < 5; i++) {
        assertThrows(AWSBadRequestException.class, () -> fs.getFileStatus(new Path("/alice/f")));
      }
      assertThat(lake.vendsOf(ALICE)).isEmpty();
      assertThat(lake.emulator.journal().count("HeadObject")).isEqualTo(5);
      assertThat(lake.s3CallsOf(ALICE).count("ListObjectsV2")).isEqualTo(1);
      lake.emulator.faults().clear();
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      assertThat(lake.vendsOf(ALICE)).isEmpty();
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void an_asynchronous_bare_400_is_tried_with_fresh_credentials_once_a_minute() throws Exception {
    withClients(
        (s3, async) -> {
          lake.emulator.faults().set(S3Operation.HEAD_OBJECT, Fault.error(400, "InvalidRequest"));
          lake.emulator.resetJournal();
          for (int i = 0; i < 5; i++) {
            Throwable failure =
                assertThrows(
                        CompletionException.class,
                        () -> async.headObject(r -> r.bucket("lake").key("alice/f")).join())
                    .getCause();
            assertThat(assertInstanceOf(S3Exception.class, failure).statusCode()).isEqualTo(400);
          }
          assertThat(lake.vendsOf(ALICE)).hasSize(1);
          assertThat(lake.emulator.journal().count("HeadObject")).isEqualTo(6);
        });
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void what_fresh_credentials_do_not_mend_is_not_a_call_each() throws Exception {
    withClients(
        (s3, async) -> {
          lake.emulator.faults().set(S3Operation.GET_OBJECT, Fault.error(400, "ExpiredToken"));
          lake.emulator.resetJournal();
          for (int i = 0; i < 10; i++) {
            S3Exception e =
                assertThrows(
                    S3Exception.class,
                    () -> s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/f")));
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ExpiredToken");
          }
          assertThat(lake.vendsOf(ALICE)).hasSize(1);
          assertThat(lake.emulator.journal().count("GetObject")).isEqualTo(11);
        });
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void a_grant_that_was_taken_back_meanwhile_is_a_refusal() throws Exception {
    withClients(
        (s3, async) -> {
          end();
          lake.emulator.faults().set(ControlOperation.GET_DATA_ACCESS, Fault.denied());
          S3Exception e =
              assertThrows(
                  S3Exception.class,
                  () -> s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/f")));
          assertThat(e.statusCode()).isEqualTo(403);
          assertThat(e.getMessage()).contains("Needed: a grant of READ");
          Throwable failure =
              assertThrows(
                      CompletionException.class,
                      () ->
                          async
                              .getObject(
                                  r -> r.bucket("lake").key("alice/f"),
                                  AsyncResponseTransformer.toBytes())
                              .join())
                  .getCause();
          assertThat(assertInstanceOf(S3Exception.class, failure).statusCode()).isEqualTo(403);
        });
  }
}
