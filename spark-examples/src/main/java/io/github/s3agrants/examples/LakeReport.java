package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Prints the job's requests from the emulator's journal, and fails if any was not as promised. */
final class LakeReport {

  private static final String USAGE =
      "usage: LakeReport JOURNAL_URL ADMINISTRATOR FLIGHTS CALLER [DENIED]...";

  /** As CALLER: any process may call Access Grants. Else it is the only one that may. */
  private static final String ANY_PROCESS = "any";

  private LakeReport() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 4) {
      throw new IllegalArgumentException(USAGE);
    }
    JsonNode journal = read(URI.create(args[0]));
    if (journal.path(0).path("sequence").asInt() != 1) {
      throw new IllegalStateException("The emulator's journal is not complete");
    }
    JobRequests requests = JobRequests.of(journal, args[1]);
    print(requests.lines());
    Optional<String> objection = requests.objection(List.of(args).subList(4, args.length));

    String caller = args[3];
    boolean byProcess = !caller.equals(ANY_PROCESS);
    if (byProcess) {
      RequestsByProcess processes = RequestsByProcess.of(journal, args[1]);
      print(processes.lines());
      objection = objection.or(() -> processes.objection(caller));
    }
    if (objection.isPresent()) {
      System.err.println("run-example: " + objection.get());
      System.exit(1);
    }
    System.out.printf(
        "FLIGHT DELAYS OK: %s flights, %d GetDataAccess calls%s, 0 requests signed with base"
            + " credentials%n",
        args[2], requests.dataAccessCalls(), byProcess ? ", all by the " + caller : "");
  }

  private static void print(List<String> lines) {
    lines.forEach(line -> System.out.println(line.isEmpty() ? "" : "      " + line));
    System.out.println();
  }

  private static JsonNode read(URI page) throws IOException {
    try (InputStream content = page.toURL().openStream()) {
      return new ObjectMapper().readTree(content);
    }
  }
}
