package io.github.s3agrants.tools;

import static java.util.Objects.requireNonNull;

import io.github.s3agrants.aws.RootCause;
import io.github.s3agrants.credentials.CredentialLife;
import io.github.s3agrants.credentials.NetworkSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Sends one unsigned request to each service, and looks at what comes back. */
final class Reachability {
  /** From here on somebody should look at the clock; services accept some minutes more. */
  private static final Duration SUSPICIOUS = Duration.ofMinutes(1);

  private final SdkHttpClient http;
  private final NetworkSettings network;
  private final Clock clock;
  private final Findings findings;

  Reachability(SdkHttpClient http, NetworkSettings network, Clock clock, Findings findings) {
    this.http = requireNonNull(http, "http");
    this.network = requireNonNull(network, "network");
    this.clock = requireNonNull(clock, "clock");
    this.findings = requireNonNull(findings, "findings");
  }

  /**
   * Checks one service.
   *
   * @param key the option that sets its URL
   */
  void check(String service, URI url, String key) {
    Instant asked = clock.instant();
    try {
      SdkHttpResponse answer = answer(url);
      Duration took = Duration.between(asked, clock.instant());
      Optional<Duration> ahead = ahead(answer, asked.plus(took.dividedBy(2)));
      String text =
          String.format(
              "%s at %s answers, reached %s (HTTP status %d, %d ms%s)",
              service,
              url,
              network,
              answer.statusCode(),
              took.toMillis(),
              ahead.map(by -> ", clocks " + by.abs().toSeconds() + " s apart").orElse(""));
      if (isOfAws(answer)) {
        findings.ok(text);
      } else {
        findings.warning(
            text + ", without a request ID of AWS: perhaps another server answers in its place",
            String.format("Check the URL (%s) and what is in between: a proxy, a gateway.", key));
      }
      ahead.filter(by -> by.abs().compareTo(SUSPICIOUS) > 0).ifPresent(by -> clock(service, by));
    } catch (IOException | RuntimeException e) {
      Throwable cause = RootCause.of(e);
      findings.failed(
          String.format(
              "%s at %s cannot be reached %s: %s: %s",
              service, url, network, cause.getClass().getSimpleName(), cause.getMessage()),
          String.format(
              Failures.NETWORK
                  + " It is %s. Look at http or https, the proxy (fs.s3a.proxy.host), routes and private"
                  + " endpoints.",
              key));
    }
  }

  private SdkHttpResponse answer(URI url) throws IOException {
    SdkHttpFullRequest request =
        SdkHttpFullRequest.builder().method(SdkHttpMethod.GET).uri(url).encodedPath("/").build();
    HttpExecuteResponse answer =
        http.prepareRequest(HttpExecuteRequest.builder().request(request).build()).call();
    answer.responseBody().ifPresent(body -> body.abort());
    return answer.httpResponse();
  }

  private static boolean isOfAws(SdkHttpResponse answer) {
    return answer.headers().keySet().stream()
        .anyMatch(
            name ->
                name.equalsIgnoreCase("x-amz-request-id")
                    || name.equalsIgnoreCase("x-amzn-requestid"));
  }

  /** How far this machine's clock is ahead of the service's; empty if its answer has no time. */
  private static Optional<Duration> ahead(SdkHttpResponse answer, Instant here) {
    return answer
        .firstMatchingHeader("Date")
        .flatMap(CredentialLife::parse)
        .map(there -> Duration.between(there, here.truncatedTo(ChronoUnit.SECONDS)));
  }

  /** Signatures have the time of this machine. Services refuse those that are minutes off. */
  private void clock(String service, Duration ahead) {
    findings.warning(
        String.format(
            "The clock of this machine is %d s %s that of %s",
            ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of", service),
        Failures.CLOCK
            + " Requests that are signed minutes too early or too late are refused"
            + " (RequestTimeTooSkewed).");
  }
}
