package io.github.s3agrants.examples;

import io.github.s3agrants.examples.JobRequests.DataAccess;
import io.github.s3agrants.examples.TeamRequests.Promise;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Prints the teams' requests from the emulator's journal, and fails if any was not as promised. */
final class LakehouseReport {

  private static final String USAGE =
      "usage: LakehouseReport JOURNAL_URL ADMINISTRATOR [TEAM GRANTS DENIED]..., DENIED may be "
          + LakehouseReport.NOTHING;

  private static final String NOTHING = "nothing";

  private LakehouseReport() {}

  public static void main(String[] args) throws IOException {
    if (args.length < 5 || args.length % 3 != 2) {
      throw new IllegalArgumentException(USAGE);
    }
    List<Promise> promises = new ArrayList<>();
    for (int i = 2; i < args.length; i += 3) {
      String denied = args[i + 2];
      promises.add(
          new Promise(
              args[i],
              Integer.parseInt(args[i + 1]),
              denied.equals(NOTHING) ? List.of() : List.of(denied)));
    }
    TeamRequests requests = TeamRequests.of(ExampleReport.journal(URI.create(args[0])), args[1]);
    ExampleReport.print(requests.lines());
    ExampleReport.end(
        requests.objection(promises),
        String.format(
            "LAKEHOUSE OK: %d teams, %d GetDataAccess calls granted, %d denied, 0 requests signed with base credentials",
            promises.size(),
            requests.dataAccessCalls(DataAccess.GRANTED),
            requests.dataAccessCalls(DataAccess.DENIED)));
  }
}
