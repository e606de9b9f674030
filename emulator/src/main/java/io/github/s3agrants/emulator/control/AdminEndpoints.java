package io.github.s3agrants.emulator.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.s3agrants.emulator.api.Faults;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.http.HttpRequest;
import io.github.s3agrants.emulator.journal.JournalRecorder;
import java.io.IOException;
import java.util.Optional;

/**
 * The emulator's own endpoints on the control port, unsigned: the journal, faults, the state and a
 * page that shows them. Thread-safe.
 */
public final class AdminEndpoints {
  /** Of the page. */
  static final String PAGE = "/emulator/";

  private static final String PATH = "/emulator";
  private static final String HEALTH = "/emulator/health";

  private final JournalEndpoint journal;
  private final FaultEndpoint faults;
  private final StateEndpoint state;
  private final OwnHosts hosts;

  /**
   * Creates the endpoints.
   *
   * @param hosts the names under which they answer
   */
  public AdminEndpoints(
      JournalRecorder recorder, Faults faults, StateEndpoint state, OwnHosts hosts) {
    this.journal = new JournalEndpoint(recorder);
    this.faults = new FaultEndpoint(faults);
    this.state = state;
    this.hosts = hosts;
  }

  /** STS uses POST, so the page can have GET of the root path. */
  boolean handles(HttpRequest request) {
    return request.rawPath().equals(PATH)
        || request.rawPath().startsWith(PATH + "/")
        || (request.rawPath().equals("/") && request.method().equals("GET"));
  }

  /** HEAD is answered as GET: the server leaves out the body. */
  private static String method(HttpRequest request) {
    return request.method().equals("HEAD") ? "GET" : request.method();
  }

  ControlResponse answer(HttpRequest request) throws IOException, AwsException {
    if (request.rawPath().equals(HEALTH) && method(request).equals("GET")) {
      // It says nothing about what is in the emulator, so whoever starts it may ask by any name.
      return ControlResponse.json("{\"status\":\"UP\"}".getBytes(UTF_8));
    }
    Optional<String> refusal = hosts.refusal(request);
    if (refusal.isPresent()) {
      return ControlResponse.forbidden(refusal.get());
    }
    ControlRequest call = ControlRequest.read(request);
    return switch (method(request) + " " + call.path()) {
      case "GET /", "GET /emulator" -> ControlResponse.redirect();
      case "GET /emulator/" -> PageFile.HTML;
      case "GET /emulator/app.js" -> PageFile.SCRIPT;
      case "GET /emulator/style.css" -> PageFile.STYLE;
      case "GET /emulator/icon.svg" -> PageFile.ICON;
      case "GET /emulator/grants" -> state.grants();
      case "GET /emulator/credentials" -> state.credentials();
      case "GET /emulator/access" -> state.access(call);
      case "GET /emulator/journal" -> journal.calls(call);
      case "GET /emulator/summary" -> journal.summary(call);
      case "DELETE /emulator/journal" -> journal.forget();
      case "GET /emulator/faults" -> faults.list();
      case "POST /emulator/faults" -> faults.set(call);
      case "DELETE /emulator/faults" -> faults.clear(call);
      case "GET /emulator/operations" -> faults.operations();
      default ->
          throw new AwsException(
              AwsError.NO_SUCH_RESOURCE,
              "The endpoints are GET /emulator/, GET /emulator/health, GET and DELETE"
                  + " /emulator/journal, GET /emulator/summary,"
                  + " GET, POST and DELETE /emulator/faults, GET /emulator/operations,"
                  + " GET /emulator/grants, GET /emulator/credentials, GET /emulator/access?path=");
    };
  }
}
