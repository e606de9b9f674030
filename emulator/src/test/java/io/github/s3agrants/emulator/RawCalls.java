package io.github.s3agrants.emulator;

import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.RawHttp;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends requests that no SDK would send, and parses the error from the response. */
final class RawCalls {
  private static final Pattern CODE = Pattern.compile("<Code>(\\w+)</Code>");
  private static final Map<String, String> CONTROL =
      Map.of("x-amz-account-id", TestPrincipals.ACCOUNT);
  private static final Map<String, String> FORM =
      Map.of("Content-Type", "application/x-www-form-urlencoded");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Endpoints endpoints;

  RawCalls(Endpoints endpoints) {
    this.endpoints = endpoints;
  }

  RuleCases.Refusal control(Principal caller, String method, String path, String body)
      throws IOException, InterruptedException {
    return control(caller, method, path, body, Clock.systemUTC());
  }

  RuleCases.Refusal control(
      Principal caller, String method, String path, String body, Clock signingClock)
      throws IOException, InterruptedException {
    return send("s3", caller, method, uri(path), CONTROL, body, signingClock);
  }

  RuleCases.Refusal sts(Principal caller, String form) throws IOException, InterruptedException {
    return sts(caller, form, Clock.systemUTC());
  }

  RuleCases.Refusal sts(Principal caller, String form, Clock signingClock)
      throws IOException, InterruptedException {
    return send("sts", caller, "POST", endpoints.sts(), FORM, form, signingClock);
  }

  /** A request to S3 Control that is signed for another service. */
  RuleCases.Refusal signedFor(String service, Principal caller, String path)
      throws IOException, InterruptedException {
    return send(service, caller, "GET", uri(path), CONTROL, "", Clock.systemUTC());
  }

  RuleCases.Refusal unsigned(String method, String path, String body)
      throws IOException, InterruptedException {
    return refusal(
        http.send(
            HttpRequest.newBuilder(uri(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString()));
  }

  RuleCases.Refusal authorization(String path, String authorization, String body)
      throws IOException, InterruptedException {
    return refusal(
        http.send(
            HttpRequest.newBuilder(uri(path))
                .header("Authorization", authorization)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString()));
  }

  private URI uri(String path) {
    return endpoints.s3Control().resolve(path);
  }

  private static RuleCases.Refusal send(
      String service,
      Principal caller,
      String method,
      URI uri,
      Map<String, String> headers,
      String body,
      Clock signingClock)
      throws IOException, InterruptedException {
    return refusal(
        RawHttp.send(
            EmulatorClients.awsCredentials(caller),
            service,
            method,
            uri,
            headers,
            body.getBytes(StandardCharsets.UTF_8),
            signingClock));
  }

  private static RuleCases.Refusal refusal(HttpResponse<String> answer) {
    Matcher code = CODE.matcher(answer.body());
    return new RuleCases.Refusal(answer.statusCode(), code.find() ? code.group(1) : "none");
  }
}
