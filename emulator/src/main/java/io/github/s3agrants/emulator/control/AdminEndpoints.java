package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import java.io.IOException;
import java.util.Optional;

/**
 * The emulator's own endpoints on the control port, unsigned: the journal, faults and a status
 * page. Thread-safe.
 */
public final class AdminEndpoints {
  private static final String PATH = "/emulator";

  private final JournalRecorder recorder;
  private final JournalEndpoint journal;
  private final FaultEndpoint faults;
  private final StatusPage status;
  private final OwnHosts hosts;

  /**
   * Creates the endpoints.
   *
   * @param hosts the names under which they answer
   */
  public AdminEndpoints(
      JournalRecorder recorder, Faults faults, StatusPage status, OwnHosts hosts) {
    this.recorder = recorder;
    this.journal = new JournalEndpoint(recorder);
    this.faults = new FaultEndpoint(faults);
    this.status = status;
    this.hosts = hosts;
  }

  /** STS uses POST, so the status page can have GET of the root path. */
  boolean handles(HttpRequest request) {
    return request.rawPath().equals(PATH)
        || request.rawPath().startsWith(PATH + "/")
        || (request.rawPath().equals("/") && request.method().equals("GET"));
  }

  ControlResponse answer(HttpRequest request) throws IOException, AwsException {
    Optional<String> refusal = hosts.refusal(request);
    if (refusal.isPresent()) {
      return ControlResponse.forbidden(refusal.get());
    }
    ControlRequest call = ControlRequest.read(request);
    return switch (call.method() + " " + call.path()) {
      case "GET /", "GET /emulator", "GET /emulator/" ->
          ControlResponse.html(status.render(recorder.snapshot()));
      case "GET /emulator/journal" -> journal.calls(call);
      case "GET /emulator/summary" -> journal.summary(call);
      case "DELETE /emulator/journal" -> journal.forget();
      case "GET /emulator/faults" -> faults.list();
      case "POST /emulator/faults" -> faults.set(call);
      case "DELETE /emulator/faults" -> faults.clear(call);
      default ->
          throw new AwsException(
              AwsError.NO_SUCH_RESOURCE,
              "The endpoints are GET /emulator, GET and DELETE /emulator/journal, GET /emulator/summary,"
                  + " GET, POST and DELETE /emulator/faults");
    };
  }
}
