package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Which threads wait for credentials, and what an interrupt does to them. */
class InterruptsTest {
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"));
    lake.upload("/alice/f", "text");
    lake.emulator
        .faults()
        .set(ControlOperation.GET_DATA_ACCESS, Fault.latency(Duration.ofSeconds(20)));
  }

  @AfterEach
  void stop() throws IOException {
    lake.close();
  }

  private interface Call {
    void on(S3AFileSystem fs) throws IOException;
  }

  /** Calls that a streaming query may be in when it is stopped. */
  static Stream<Named<Call>> calls() {
    return Stream.of(
        Named.of("status", fs -> fs.getFileStatus(new Path("/alice/f"))),
        Named.of("read", fs -> S3AFixture.read(fs, "/alice/f")),
        Named.of("write", fs -> S3AFixture.write(fs, "/alice/g", "x")),
        Named.of("delete", fs -> fs.delete(new Path("/alice/f"), false)),
        Named.of("rename", fs -> fs.rename(new Path("/alice/f"), new Path("/alice/g"))),
        Named.of("mkdirs", fs -> fs.mkdirs(new Path("/alice/d"))));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void an_interrupt_ends_the_wait_as_s3a_users_know_it(Call call) throws Exception {
    try (S3AFileSystem fs = lake.open(ALICE)) {
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                try {
                  call.on(fs);
                  return false;
                } catch (InterruptedIOException e) {
                  return true;
                }
              });
      Thread caller = new Thread(task);
      caller.start();
      while (lake.emulator.journal().count("GetAccessGrantsInstanceForPrefix") == 0
          || caller.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      caller.interrupt();
      assertThat(task.get(15, TimeUnit.SECONDS)).isTrue();
    }
  }

  /** Runs after the library's interceptor, and so shows that it has returned. */
  private static final class Returned implements ExecutionInterceptor {
    final CountDownLatch returned = new CountDownLatch(1);

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      returned.countDown();
    }
  }

  /** What the SDK then does with the thread is up to the SDK: see docs/INVARIANTS.md. */
  @Tag(S3AFixture.SDK_V2)
  @Test
  void the_interceptor_never_waits_for_an_asynchronous_client()
      throws IOException, InterruptedException, ExecutionException {
    Configuration conf = lake.grants(ALICE);
    AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf);
    try (provider) {
      AccessGrantsInterceptor interceptor = S3AFixture.interceptor(conf);
      Returned after = new Returned();
      try (S3AsyncClient async =
          EmulatorClients.s3(
              S3AsyncClient.builder(), lake.emulator.endpoints(), provider, interceptor, after)) {
        FutureTask<HeadObjectResponse> call =
            new FutureTask<>(() -> async.headObject(r -> r.bucket("lake").key("alice/f")).get());
        new Thread(call).start();
        assertThat(after.returned.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(lake.vendsOf(ALICE)).isEmpty();
        lake.emulator.faults().clear();
        assertThat(call.get().contentLength()).isEqualTo(4);
      }
    }
  }
}
