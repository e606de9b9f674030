package io.github.s3agrants.request;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.s3agrants.access.Permission;
import io.github.s3agrants.access.S3Path;
import io.github.s3agrants.credentials.SigningCredentials;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.vending.BaseIdentity;
import io.github.s3agrants.vending.FakeAccessGrantsClient;
import io.github.s3agrants.vending.VendingEngine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import software.amazon.awssdk.core.ClientType;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;

/** Which answers of S3 are changed so that the SDK retries, and which are left alone. */
class ExpiredAnswersTest {
  private static final SdkRequest GET = GetObjectRequest.builder().bucket("b").key("p/k").build();

  private static final int LONGEST_ERROR = 65_536;

  private final ManualClock clock = new ManualClock();
  private final FakeAccessGrantsClient services = new FakeAccessGrantsClient(clock);
  private final VendingEngine engine =
      new VendingEngine(services, Runnable::run, clock, 10, () -> 0);
  private final FileSystemRequests requests = Requests.on(engine, false, Duration.ZERO);
  private final ExecutionAttributes attributes = new ExecutionAttributes();

  private record Answered(
      SdkHttpMethod method,
      int status,
      @Nullable InputStream sync,
      @Nullable Publisher<ByteBuffer> async)
      implements Context.ModifyHttpResponse {
    @Override
    public SdkHttpResponse httpResponse() {
      return SdkHttpResponse.builder()
          .statusCode(status)
          .putHeader("x-amz-request-id", "id-1")
          .build();
    }

    @Override
    public Optional<Publisher<ByteBuffer>> responsePublisher() {
      return Optional.ofNullable(async);
    }

    @Override
    public Optional<InputStream> responseBody() {
      return Optional.ofNullable(sync);
    }

    @Override
    public SdkHttpRequest httpRequest() {
      return SdkHttpRequest.builder()
          .method(method)
          .protocol("https")
          .host("s3.amazonaws.com")
          .encodedPath("/b/p/k")
          .build();
    }

    @Override
    public Optional<RequestBody> requestBody() {
      return Optional.empty();
    }

    @Override
    public Optional<AsyncRequestBody> asyncRequestBody() {
      return Optional.empty();
    }

    @Override
    public SdkRequest request() {
      return GET;
    }
  }

  private static Answered head(int status) {
    return new Answered(SdkHttpMethod.HEAD, status, null, null);
  }

  private static Answered get(int status, InputStream body) {
    return new Answered(SdkHttpMethod.GET, status, body, null);
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private static String error(String code) {
    return "<Error><Code>" + code + "</Code></Error>";
  }

  private void decided(ClientType client) {
    services.grant("alice", Permission.READ, S3Path.prefix("b", "p/"));
    Requests.identify(
        attributes, client, BaseIdentity.of(SigningCredentials.longTerm("alice", "secret"), null));
    requests.decide(GET, attributes);
  }

  private int statusOf(Answered answer) {
    return requests.response(answer, attributes).statusCode();
  }

  private String bodyOf(Answered answer) throws IOException {
    assertThat(statusOf(answer)).isEqualTo(answer.status());
    return new String(
        ExpiredCredentialsRetry.content(answer, attributes).orElseThrow().readAllBytes(), UTF_8);
  }

  private String asyncBodyOf(int status, String body) {
    Answered answer =
        new Answered(SdkHttpMethod.GET, status, null, AsyncRequestBody.fromString(body));
    StringBuilder seen = new StringBuilder();
    SdkPublisher.adapt(requests.asyncContent(answer, attributes).orElseThrow())
        .subscribe(piece -> seen.append(UTF_8.decode(piece)))
        .join();
    return seen.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "399, ExpiredToken, false",
    "400, ExpiredToken, true",
    "403, InvalidAccessKeyId, true",
    "499, ExpiredToken, true",
    "500, ExpiredToken, false",
    "403, AccessDenied, false",
    "200, ExpiredToken, false",
  })
  void what_is_said_of_the_credentials_is_tried_again(int status, String code, boolean again)
      throws IOException {
    String expected = error(again ? ExpiredCredentialsRetry.TRY_AGAIN : code);
    decided(ClientType.SYNC);
    assertThat(bodyOf(get(status, stream(error(code))))).isEqualTo(expected);
    clock.advance(Duration.ofMinutes(2));
    decided(ClientType.ASYNC);
    assertThat(asyncBodyOf(status, error(code))).isEqualTo(expected);
  }

  @Test
  void a_body_that_is_too_long_for_an_error_is_looked_at_in_its_beginning_or_not_at_all()
      throws IOException {
    String rest = "x".repeat(LONGEST_ERROR);
    decided(ClientType.SYNC);
    assertThat(bodyOf(get(400, stream(error("ExpiredToken") + rest))))
        .isEqualTo(error(ExpiredCredentialsRetry.TRY_AGAIN) + rest);
    decided(ClientType.ASYNC);
    assertThat(asyncBodyOf(400, error("ExpiredToken") + rest))
        .isEqualTo(error("ExpiredToken") + rest);
  }

  @Test
  void what_cannot_be_read_is_given_on() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("reset");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("reset");
          }
        };
    decided(ClientType.SYNC);
    assertThat(statusOf(get(400, broken))).isEqualTo(400);
    assertThat(ExpiredCredentialsRetry.content(get(400, broken), attributes)).isPresent();
  }

  @Test
  void a_body_is_given_on_once() throws IOException {
    decided(ClientType.SYNC);
    InputStream next = stream("next");
    assertThat(bodyOf(get(400, stream(error("ExpiredToken"))))).contains("RequestTimeoutException");
    assertThat(ExpiredCredentialsRetry.content(get(200, next), attributes)).containsSame(next);
  }

  /** The fake services would fail if the library asked S3 about this answer. */
  @Test
  void a_head_that_is_neither_bad_nor_forbidden_is_left_alone() {
    for (ClientType client : new ClientType[] {ClientType.SYNC, ClientType.ASYNC}) {
      decided(client);
      for (int status : new int[] {200, 304, 404, 412, 416}) {
        assertThat(statusOf(head(status))).isEqualTo(status);
      }
    }
    assertThat(ExpiredCredentialsRetry.finding(attributes)).isEmpty();
  }

  @Test
  void credentials_are_replaced_three_times_in_one_request_at_most() {
    decided(ClientType.ASYNC);
    for (int time = 0; time < 5; time++) {
      clock.advance(Duration.ofMinutes(2));
      assertThat(statusOf(head(400))).isEqualTo(time < 3 ? 503 : 400);
      assertThat(requireNonNull(Decisions.of(attributes)).credentials()).isNotNull();
    }
  }
}
