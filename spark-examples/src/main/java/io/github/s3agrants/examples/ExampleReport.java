package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the reports of the example share: where they begin, and how they end. */
final class ExampleReport {

  private ExampleReport() {}

  /** All that the emulator saw since it started. */
  static JsonNode journal(URI page) throws IOException {
    try (InputStream content = page.toURL().openStream()) {
      JsonNode journal = new ObjectMapper().readTree(content);
      if (journal.path(0).path("sequence").asInt() != 1) {
        throw new IllegalStateException("The emulator's journal is not complete");
      }
      return journal;
    }
  }

  /** Prints a table below the step of {@code bin/run-example}. */
  static void print(List<String> lines) {
    lines.forEach(line -> System.out.println(line.isEmpty() ? "" : "      " + line));
    System.out.println();
  }

  /** Prints that all is well. If there is an objection, prints that instead and ends the JVM. */
  static void end(Optional<String> objection, String success) {
    if (objection.isPresent()) {
      System.err.println("run-example: " + objection.get());
      System.exit(1);
    }
    System.out.println(success);
  }
}
