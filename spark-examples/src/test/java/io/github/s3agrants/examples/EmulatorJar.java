package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.s3agrants.emulator.api.Endpoints;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.TestPrincipals;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The emulator in its own process, for jobs in processes of their own. */
public final class EmulatorJar implements AutoCloseable {

  /** The emulator, with all that it needs. */
  static final Path JAR =
      Path.of("..", "emulator", "target", "access-grants-emulator.jar").toAbsolutePath();

  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The default location, as a line of the configuration. */
  public static final String LOCATIONS =
      String.format(
          "locations: [{scope: \"s3://\", iamRoleArn: \"%s\"}]", TestPrincipals.LOCATION_ROLE);

  private final Process process;
  private final Endpoints endpoints;

  private EmulatorJar(Process process, Endpoints endpoints) {
    this.process = process;
    this.endpoints = endpoints;
  }

  /** A principal as an entry of the list of principals in the configuration. */
  public static String yaml(Principal principal) {
    String s3 =
        principal.s3().stream()
            .map(
                access ->
                    String.format(
                        "{scope: \"%s\", permission: %s}", access.scope(), access.permission()))
            .collect(Collectors.joining(", "));
    return String.join(
        "\n",
        "  - name: " + principal.name(),
        "    accessKey: " + principal.accessKey(),
        "    secretKey: " + principal.secretKey(),
        "    arn: \"" + principal.arn() + "\"",
        "    administrator: " + principal.administrator(),
        "    s3: [" + s3 + "]");
  }

  /**
   * Starts the emulator.
   *
   * @param work the folder for its configuration file and its log
   * @param configuration the YAML configuration
   */
  public static EmulatorJar start(Path work, String configuration) throws IOException {
    Path file = Files.writeString(work.resolve("emulator.yaml"), configuration);
    Process process =
        new ProcessBuilder(java(), "-jar", JAR.toString(), "--config", file.toString())
            .redirectError(work.resolve("emulator.log").toFile())
            .start();
    BufferedReader output = process.inputReader();
    String ready = output.readLine();
    if (ready == null) {
      process.destroy();
      throw new IOException("The emulator ended: " + work.resolve("emulator.log"));
    }
    JsonNode urls = JSON.readTree(ready);
    return new EmulatorJar(
        process, new Endpoints(url(urls, "s3"), url(urls, "s3control"), url(urls, "sts")));
  }

  private static URI url(JsonNode urls, String service) {
    return URI.create(urls.path(service).textValue());
  }

  /** The {@code java} command of this JVM. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  public Endpoints endpoints() {
    return endpoints;
  }

  /** All calls so far, oldest first. */
  public JsonNode journal() throws IOException {
    return JSON.readTree(send("GET", "journal", ""));
  }

  /** Empties the journal. */
  public void forget() throws IOException {
    send("DELETE", "journal", "");
  }

  /** Sets how long the credentials live that are vended from now on. */
  public void credentialLife(Duration life) throws IOException {
    send("POST", "faults", String.format("{\"credentialLife\": \"%s\"}", life));
  }

  private String send(String method, String page, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoints.s3Control() + "/emulator/" + page))
            .timeout(ANSWER)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IOException(method + " " + page + ": " + response.body());
      }
      return response.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(method + " " + page);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
