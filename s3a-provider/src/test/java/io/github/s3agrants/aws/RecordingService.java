package io.github.s3agrants.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/** An HTTP client that answers without a network and records the requests. */
class RecordingService implements SdkHttpClient {
  /** An answer; the status is 200 if only the body is given. */
  record Answer(SdkHttpResponse head, String body) {
    static Answer of(String body) {
      return new Answer(SdkHttpResponse.builder().statusCode(200).build(), body);
    }
  }

  private final Function<SdkHttpRequest, Answer> script;
  private final List<SdkHttpRequest> requests = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  RecordingService(Function<SdkHttpRequest, Answer> script) {
    this.script = script;
  }

  /** A service with the same answer to all requests. */
  static RecordingService answering(String body) {
    return new RecordingService(request -> Answer.of(body));
  }

  List<SdkHttpRequest> requests() {
    return requests;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        requests.add(request.httpRequest());
        Answer answer = script.apply(request.httpRequest());
        return HttpExecuteResponse.builder()
            .response(answer.head())
            .responseBody(
                AbortableInputStream.create(
                    new ByteArrayInputStream(answer.body().getBytes(UTF_8))))
            .build();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
