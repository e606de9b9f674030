package io.github.s3agrants.request;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.advice.RequestOrigin;
import io.github.s3agrants.aws.FixedIdentityProvider;
import io.github.s3agrants.credentials.AccessGrantsException;
import io.github.s3agrants.credentials.AccessGrantsException.Kind;
import io.github.s3agrants.vending.TestFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.s3a.AWSApiCallTimeoutException;
import org.apache.hadoop.fs.s3a.AWSClientIOException;
import org.apache.hadoop.fs.s3a.AWSServiceThrottledException;
import org.apache.hadoop.fs.s3a.Constants;
import org.apache.hadoop.fs.s3a.S3ARetryPolicy;
import org.apache.hadoop.fs.s3a.S3AUtils;
import org.apache.hadoop.fs.s3a.UnknownStoreException;
import org.apache.hadoop.fs.s3a.impl.AWSClientConfig;
import org.apache.hadoop.io.retry.RetryPolicy.RetryAction.RetryDecision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.core.retry.RetryPolicyContext;
import software.amazon.awssdk.core.retry.conditions.RetryCondition;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.model.S3ControlException;

/**
 * How S3A translates each failure and whether it retries, for each way in which the SDK passes it
 * on.
 */
class FailuresAsS3ASeesThemTest {
  private static final RequestOrigin ORIGIN = RequestOrigins.of(new ExecutionAttributes());

  private static final Recorder RECORDER = new Recorder();

  private static @Nullable S3Client sync;
  private static @Nullable S3AsyncClient async;

  @BeforeAll
  static void start() {
    sync = client(S3Client.builder());
    async = client(S3AsyncClient.builder());
  }

  @AfterAll
  static void stop() {
    requireNonNull(sync).close();
    requireNonNull(async).close();
  }

  /** The way in which a failure leaves the library. */
  private enum Way {
    /** Thrown in the caller's own thread. */
    THROWN,
    /** In the future of the identity that the SDK waits for when it signs. */
    IDENTITY
  }

  static Stream<Arguments> failures() {
    return Stream.of(
            shown(Kind.THROTTLED, AWSServiceThrottledException.class, RetryDecision.RETRY, null),
            shown(Kind.CLOCK_SKEW, AccessDeniedException.class, RetryDecision.FAIL, null),
            shown(Kind.NO_BUCKET, UnknownStoreException.class, RetryDecision.FAIL, null),
            shown(Kind.UNREACHABLE, NoRouteToHostException.class, RetryDecision.FAIL, null),
            shown(
                Kind.UNREACHABLE,
                NoRouteToHostException.class,
                RetryDecision.FAIL,
                met(new ConnectException("refused"))),
            shown(Kind.CLOSED, InterruptedIOException.class, RetryDecision.FAIL, null),
            shown(Kind.DENIED, AccessDeniedException.class, RetryDecision.FAIL, null),
            shown(Kind.NOT_AUTHORIZED, AccessDeniedException.class, RetryDecision.FAIL, null),
            shown(Kind.LOCATION_ROLE, AccessDeniedException.class, RetryDecision.FAIL, null),
            shown(Kind.NO_INSTANCE, AccessDeniedException.class, RetryDecision.FAIL, null),
            shown(Kind.CALLER_CREDENTIALS, AccessDeniedException.class, RetryDecision.FAIL, null),
            shown(Kind.BAD_REQUEST, AccessDeniedException.class, RetryDecision.FAIL, null),
            shown(Kind.BAD_RESPONSE, AccessDeniedException.class, RetryDecision.FAIL, null),
            unavailable(AWSClientIOException.class, RetryDecision.RETRY, null),
            unavailable(
                ConnectException.class,
                RetryDecision.RETRY,
                met(new IOException("Connect to x failed", new ConnectException("refused")))),
            unavailable(
                UnknownHostException.class,
                RetryDecision.FAIL,
                met(new UnknownHostException("no-such-host"))),
            unavailable(
                NoRouteToHostException.class,
                RetryDecision.FAIL,
                met(new NoRouteToHostException("no route"))),
            unavailable(
                SocketTimeoutException.class,
                RetryDecision.RETRY,
                met(new SocketTimeoutException("Read timed out"))),
            unavailable(
                AWSApiCallTimeoutException.class,
                RetryDecision.RETRY,
                ApiCallTimeoutException.create(30_000)),
            unavailable(
                AWSApiCallTimeoutException.class,
                RetryDecision.RETRY,
                ApiCallAttemptTimeoutException.create(30_000)),
            unavailable(
                AWSClientIOException.class,
                RetryDecision.RETRY,
                S3ControlException.builder().statusCode(500).message("Internal Error").build()),
            // S3A itself fails on a null message, which these have.
            unavailable(
                AWSClientIOException.class,
                RetryDecision.RETRY,
                S3ControlException.builder().statusCode(500).build()),
            unavailable(
                AWSClientIOException.class, RetryDecision.RETRY, met(new ClosedChannelException())))
        .flatMap(
            each ->
                Stream.of(Way.values())
                    .map(way -> Arguments.of(each[0], each[1], each[2], each[3], way)));
  }

  private static Object[] shown(
      Kind kind, Class<?> asWhat, RetryDecision then, @Nullable Throwable cause) {
    return new Object[] {kind, asWhat, then, cause};
  }

  private static Object[] unavailable(
      Class<?> asWhat, RetryDecision then, @Nullable Throwable cause) {
    return shown(Kind.UNAVAILABLE, asWhat, then, cause);
  }

  /** A network error as the SDK wraps it. */
  private static SdkException met(IOException network) {
    return SdkClientException.create("Unable to execute HTTP request", network);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void is_retried_by_s3a_as_plain_s3a_would_and_by_nobody_else(
      Kind kind, Class<?> asWhat, RetryDecision then, @Nullable Throwable cause, Way way)
      throws Exception {
    SdkException failure = failure(kind, cause);
    RECORDER.record(failure, way);
    for (SdkException seen : List.of(sync(), async())) {
      assertThat(isRetriedByTheSdk(seen)).isFalse();
      IOException e = S3AUtils.translateException("open", "s3a://b/p/x", seen);
      assertThat(e).isExactlyInstanceOf(asWhat);
      assertThat(new S3ARetryPolicy(new Configuration(false)).shouldRetry(e, 0, 0, true).action)
          .isEqualTo(then);
      assertThat(way == Way.THROWN ? e.getMessage() : allMessages(e))
          .contains("READ")
          .contains("s3://b/p/x")
          .contains("outside an S3A operation")
          .contains("arn:aws:iam::111122223333:user/alice")
          .contains("111122223333")
          .contains("what was answered")
          .contains("Request ID: id-1");
    }
    assertThat(RECORDER.retries)
        .allSatisfy(retries -> assertThat(retries == 0 || kind == Kind.THROTTLED).isTrue());
  }

  /**
   * Whether the retry conditions of S3A's clients hold, for SDKs that wait for the identity within
   * their retries.
   */
  @SuppressWarnings("deprecation") // S3A uses them
  private static boolean isRetriedByTheSdk(SdkException seen) {
    return RetryCondition.defaultRetryCondition()
        .shouldRetry(RetryPolicyContext.builder().exception(seen).build());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void says_of_the_clock_and_of_the_closing_that_it_is_they(Kind kind) {
    String message = String.valueOf(failure(kind, null).getMessage());
    assertThat(message.contains("this machine's clock")).isEqualTo(kind == Kind.CLOCK_SKEW);
    assertThat(message.contains("the file system was closed")).isEqualTo(kind == Kind.CLOSED);
  }

  /**
   * All messages of the causes: SDK 2.57 wraps an unknown host during signing with its own message.
   */
  private static String allMessages(Throwable e) {
    StringBuilder messages = new StringBuilder();
    for (Throwable each = e; each != null; each = each.getCause()) {
      messages.append(each.getMessage()).append('\n');
    }
    return messages.toString();
  }

  private static SdkException failure(Kind kind, @Nullable Throwable cause) {
    return S3Exceptions.of(
        TestFailures.of(new AccessGrantsException(kind, "what was answered", "id-1", cause)),
        ORIGIN);
  }

  private static SdkException sync() {
    return assertThrows(
        SdkException.class, () -> requireNonNull(sync).headObject(r -> r.bucket("b").key("p/x")));
  }

  private static SdkException async() {
    Executable head =
        () -> {
          try {
            requireNonNull(async).headObject(r -> r.bucket("b").key("p/x")).join();
          } catch (CompletionException e) {
            throw e.getCause();
          }
        };
    return assertThrows(SdkException.class, head);
  }

  /** A client with the retries of S3A's clients, which sends nothing. */
  private static <B extends S3BaseClientBuilder<B, C>, C> C client(B builder) {
    Configuration conf = new Configuration(false);
    conf.set(Constants.AWS_REGION, "us-east-1");
    ClientOverrideConfiguration.Builder asS3A;
    try {
      asS3A = AWSClientConfig.createClientConfigBuilder(conf, Constants.AWS_SERVICE_IDENTIFIER_S3);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return builder
        .endpointOverride(URI.create("http://127.0.0.1:1"))
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "s")))
        .overrideConfiguration(
            asS3A.addExecutionInterceptor(RECORDER).addMetricPublisher(RECORDER).build())
        .build();
  }

  /** Fails each request, and counts how often the SDK retries. */
  private static final class Recorder implements ExecutionInterceptor, MetricPublisher {
    final List<Integer> retries = new CopyOnWriteArrayList<>();
    private SdkException failure = SdkException.create("none", null);
    private Way way = Way.THROWN;

    void record(SdkException failure, Way way) {
      this.failure = failure;
      this.way = way;
      retries.clear();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      if (way == Way.THROWN) {
        throw failure;
      }
      SigningIdentity.replace(
          attributes, new FixedIdentityProvider(CompletableFuture.failedFuture(failure)));
    }

    @Override
    public void publish(MetricCollection call) {
      retries.addAll(call.metricValues(CoreMetric.RETRY_COUNT));
    }

    @Override
    public void close() {}
  }
}
