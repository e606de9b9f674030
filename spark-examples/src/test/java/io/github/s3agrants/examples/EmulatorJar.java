package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The emulator in a process of its own, since its class path and Spark's do not go together. */
final class EmulatorJar implements AutoCloseable {

  private static final Path JAR =
      Path.of("..", "emulator", "target", "access-grants-emulator.jar").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final JsonNode endpoints;

  private EmulatorJar(Process process, JsonNode endpoints) {
    this.process = process;
    this.endpoints = endpoints;
  }

  /** Starts it, with its configuration and what it says on standard error in {@code work}. */
  static EmulatorJar start(Path work, String configuration) throws IOException {
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
    return new EmulatorJar(process, JSON.readTree(ready));
  }

  /** This JVM's own launcher. */
  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** One of {@code s3}, {@code s3control} and {@code sts}. */
  URI endpoint(String service) {
    return URI.create(endpoints.path(service).textValue());
  }

  /** All calls so far, oldest first. */
  JsonNode journal() throws IOException {
    URI page = URI.create(endpoint("s3control") + "/emulator/journal");
    try (InputStream calls = page.toURL().openStream()) {
      return JSON.readTree(calls);
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
