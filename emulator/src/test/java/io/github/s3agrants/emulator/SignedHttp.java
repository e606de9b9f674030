package io.github.s3agrants.emulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.api.Principal;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Sends requests whose exact bytes the test chooses, signed by the SDK's signer. Thread-safe. */
final class SignedHttp {
  private final URI endpoint;
  private final AwsBasicCredentials credentials;
  private final HttpClient http = HttpClient.newHttpClient();

  /** A response. */
  @SuppressWarnings("ArrayRecordComponent") // Compared by its bytes, with assertThat.
  record Answer(int statusCode, byte[] body) {
    String text() {
      return new String(body, UTF_8);
    }
  }

  SignedHttp(URI endpoint, Principal principal) {
    this.endpoint = endpoint;
    this.credentials = AwsBasicCredentials.create(principal.accessKey(), principal.secretKey());
  }

  /** Signs a request. */
  SdkHttpRequest sign(String method, String pathAndQuery, byte[] body) {
    SdkHttpRequest request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(method))
            .uri(endpoint.resolve(pathAndQuery))
            .build();
    return AwsV4HttpSigner.create()
        .sign(
            r ->
                r.identity(credentials)
                    .request(request)
                    .payload(() -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                    .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false))
        .request();
  }

  Answer send(String method, String pathAndQuery, byte[] body) throws Exception {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(endpoint.resolve(pathAndQuery))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    sign(method, pathAndQuery, body)
        .forEachHeader(
            (name, values) -> {
              if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
                values.forEach(value -> builder.header(name, value));
              }
            });
    HttpResponse<byte[]> answer =
        http.send(builder.build(), HttpResponse.BodyHandlers.ofByteArray());
    return new Answer(answer.statusCode(), answer.body());
  }
}
