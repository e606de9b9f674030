package io.github.s3agrants.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
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
    JsonNode journal = ExampleReport.journal(URI.create(args[0]));
    JobRequests requests = JobRequests.of(journal, args[1]);
    ExampleReport.print(requests.lines());
    Optional<String> objection = requests.objection(List.of(args).subList(4, args.length));

    String caller = args[3];
    boolean byProcess = !caller.equals(ANY_PROCESS);
    if (byProcess) {
      RequestsByProcess processes = RequestsByProcess.of(journal, args[1]);
      ExampleReport.print(processes.lines());
      objection = objection.or(() -> processes.objection(caller));
    }
    ExampleReport.end(
        objection,
        String.format(
            "FLIGHT DELAYS OK: %s flights, %d GetDataAccess calls%s, 0 requests signed with base"
                + " credentials",
            args[2], requests.dataAccessCalls(), byProcess ? ", all by the " + caller : ""));
  }
}
