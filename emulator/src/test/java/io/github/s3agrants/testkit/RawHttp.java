package io.github.s3agrants.testkit;

import io.github.s3agrants.emulator.api.Principal;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3control.S3ControlAsyncClient;
import software.amazon.awssdk.services.s3control.S3ControlClient;

/** Requests that the SDK's synchronous clients cannot send. */
public final class RawHttp {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private RawHttp() {}

  /**
   * An asynchronous S3 Control client behind the interface of the synchronous one; each call waits
   * for its future.
   */
  public static S3ControlClient async(URI s3Control, Principal principal, SdkAsyncHttpClient http) {
    Endpoint endpoint = Endpoint.builder().url(s3Control).build();
    S3ControlAsyncClient client =
        S3ControlAsyncClient.builder()
            .endpointProvider(parameters -> CompletableFuture.completedFuture(endpoint))
            .region(Region.US_EAST_1)
            .credentialsProvider(EmulatorClients.credentials(principal))
            .httpClient(http)
            .overrideConfiguration(o -> o.retryStrategy(r -> r.maxAttempts(1)))
            .build();
    return (S3ControlClient)
        Proxy.newProxyInstance(
            RawHttp.class.getClassLoader(),
            new Class<?>[] {S3ControlClient.class},
            (proxy, method, arguments) -> {
              try {
                @Nullable Object answer =
                    S3ControlAsyncClient.class
                        .getMethod(method.getName(), method.getParameterTypes())
                        .invoke(client, arguments);
                return answer instanceof CompletableFuture<?> future ? future.join() : answer;
              } catch (InvocationTargetException | CompletionException e) {
                throw e.getCause();
              }
            });
  }

  /** Signs a request with any method, headers and body, and sends it. */
  public static HttpResponse<String> send(
      AwsCredentials credentials,
      String service,
      String method,
      URI uri,
      Map<String, String> headers,
      byte[] body,
      Clock signingClock)
      throws IOException, InterruptedException {
    SdkHttpRequest.Builder unsigned =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(uri);
    headers.forEach(unsigned::putHeader);
    SdkHttpRequest signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(credentials)
                        .request(unsigned.build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, !service.equals("s3"))
                        .putProperty(HttpSigner.SIGNING_CLOCK, signingClock))
            .request();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(signed.getUri())
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    signed.forEachHeader(
        (name, values) -> {
          if (!name.equalsIgnoreCase("Host") && !name.equalsIgnoreCase("Content-Length")) {
            values.forEach(value -> request.header(name, value));
          }
        });
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }
}
