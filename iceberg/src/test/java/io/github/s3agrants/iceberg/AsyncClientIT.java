package io.github.s3agrants.iceberg;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The asynchronous client, which Iceberg uses for its analytics accelerator. */
class AsyncClientIT {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    RecordingProvider.MADE_BY.clear();
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"));
    lake.upload("/alice/f", "text");
    lake.emulator.resetJournal();
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
  }

  private S3FileIO open(String... more) {
    Map<String, String> properties = IcebergFixture.properties(lake.emulator, ALICE);
    for (int i = 0; i < more.length; i += 2) {
      properties.put(more[i], more[i + 1]);
    }
    return IcebergFixture.open(properties);
  }

  @Test
  void shares_the_credentials_of_the_other_client() throws IOException {
    try (S3FileIO io = open()) {
      S3AsyncClient s3 = io.asyncClient();
      s3.putObject(r -> r.bucket("lake").key("alice/g"), AsyncRequestBody.fromString("new")).join();
      assertThat(
              s3.getObject(r -> r.bucket("lake").key("alice/g"), AsyncResponseTransformer.toBytes())
                  .join()
                  .asUtf8String())
          .isEqualTo("new");
      assertThat(IcebergFixture.read(io, "s3://lake/alice/g")).isEqualTo("new");
    }
    assertThat(lake.vendsOf(ALICE)).containsExactly("READWRITE s3://lake/alice/*");
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
  }

  @Test
  void a_refusal_comes_through_the_future() {
    try (S3FileIO io = open()) {
      CompletionException failure =
          assertThrows(
              CompletionException.class,
              () -> io.asyncClient().headObject(r -> r.bucket("lake").key("bob/f")).join());
      assertThat(failure).hasCauseInstanceOf(S3Exception.class);
      assertThat(failure.getCause()).hasMessageContaining("READ on s3://lake/bob/f");
    }
    assertThat(lake.s3CallsOf(ALICE).entries()).isEmpty();
  }

  @Test
  void so_does_a_wrong_option() {
    try (S3FileIO io = open("fs.s3a.bucket.lake.accessgrants.duration", "1s")) {
      CompletableFuture<HeadObjectResponse> answer =
          io.asyncClient().headObject(r -> r.bucket("lake").key("alice/f"));
      assertThat(assertThrows(CompletionException.class, answer::join))
          .hasCauseInstanceOf(SdkClientException.class)
          .hasMessageContaining("accessgrants.duration");
    }
  }

  /** Who calls may be an event loop. */
  @Test
  void who_calls_neither_opens_the_bucket_nor_waits_for_credentials() {
    lake.emulator
        .faults()
        .set(ControlOperation.GET_DATA_ACCESS, Fault.latency(Duration.ofMillis(500)));
    try (S3FileIO io =
        open("fs.s3a.accessgrants.credentials.provider", RecordingProvider.class.getName())) {
      CompletableFuture<HeadObjectResponse> first =
          io.asyncClient().headObject(r -> r.bucket("lake").key("alice/f"));
      assertThat(first).isNotDone();
      assertThat(first.join().contentLength()).isEqualTo(4);
      assertThat(RecordingProvider.MADE_BY)
          .hasSize(1)
          .allMatch(thread -> thread.startsWith("s3a-access-grants-iceberg-"));
      assertThat(
              io.asyncClient()
                  .headObject(r -> r.bucket("lake").key("alice/f"))
                  .join()
                  .contentLength())
          .isEqualTo(4);
      assertThat(RecordingProvider.MADE_BY).hasSize(1);
    }
    assertThat(lake.vendsOf(ALICE)).hasSize(1);
  }
}
