package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.AccessGrantsInterceptor;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.testkit.MovingClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Single reads with vended credentials that S3 rejects before their expiration, by clients with and
 * without retries.
 */
@Tag(S3AFixture.SDK_V2)
class ExpiredReadsTest {
  private static final List<Function<S3Client, String>> READS =
      List.of(ExpiredReadsTest::get, ExpiredReadsTest::head);

  private final MovingClock clock = new MovingClock();
  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(clock, S3AFixture.grant(ALICE, Permission.READ, "lake/alice/*"));
    lake.upload("/alice/f", "text");
  }

  @AfterEach
  void nothingWasSignedWithBaseCredentials() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
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

  private interface Client {
    void use(S3Client s3);
  }

  /**
   * A new client, whose credentials have not been replaced yet, with the SDK's retries or, as in
   * S3A, without.
   */
  @SuppressWarnings("deprecation") // the oldest SDK does not have its replacement
  private void withClient(boolean retries, Client use) throws IOException {
    Configuration conf = lake.grants(ALICE);
    AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf);
    try (provider) {
      AccessGrantsInterceptor interceptor = S3AFixture.interceptor(conf);
      RetryPolicy policy = retries ? RetryPolicy.defaultRetryPolicy() : RetryPolicy.none();
      try (S3Client s3 =
          S3Client.builder()
              .endpointOverride(lake.emulator.endpoints().s3())
              .forcePathStyle(true)
              .region(Region.US_EAST_1)
              .credentialsProvider(() -> provider.resolveCredentials())
              .overrideConfiguration(
                  o -> o.addExecutionInterceptor(interceptor).retryPolicy(policy))
              .build()) {
        use.use(s3);
      }
    }
  }

  private static String get(S3Client s3) {
    return s3.getObjectAsBytes(r -> r.bucket("lake").key("alice/f")).asUtf8String();
  }

  private static String head(S3Client s3) {
    return "text"
        .repeat(s3.headObject(r -> r.bucket("lake").key("alice/f")).contentLength() == 4 ? 1 : 0);
  }

  @Test
  void a_read_is_tried_again_and_answered_as_if_nothing_had_been() throws IOException {
    for (Function<S3Client, String> read : READS) {
      withClient(
          true,
          s3 -> {
            var unused = read.apply(s3);
            end();
            assertThat(read.apply(s3)).isEqualTo("text");
            assertThat(lake.vendsOf(ALICE)).hasSize(1);
          });
    }
  }

  @Test
  void where_there_is_no_other_attempt_the_failure_says_that_the_next_request_has_fresh_ones()
      throws IOException {
    for (Function<S3Client, String> read : READS) {
      withClient(
          false,
          s3 -> {
            var unused = read.apply(s3);
            end();
            S3Exception e = assertThrows(S3Exception.class, () -> read.apply(s3));
            assertThat(e.statusCode()).isEqualTo(503);
            assertThat(e.getMessage()).contains("the next attempt gets others");
            assertThat(read.apply(s3)).isEqualTo("text");
            assertThat(lake.vendsOf(ALICE)).hasSize(1);
          });
    }
  }

  @Test
  void an_error_that_is_not_of_the_credentials_is_given_on_as_it_is() throws IOException {
    withClient(
        true,
        s3 -> {
          get(s3);
          lake.emulator.resetJournal();
          for (int status : new int[] {400, 403, 499}) {
            lake.emulator.faults().set(S3Operation.GET_OBJECT, Fault.error(status, "InvalidTag"));
            S3Exception e = assertThrows(S3Exception.class, () -> get(s3));
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidTag");
          }
          assertThat(lake.emulator.journal().count("GetObject")).isEqualTo(3);
          assertThat(lake.vendsOf(ALICE)).isEmpty();
        });
  }
}
