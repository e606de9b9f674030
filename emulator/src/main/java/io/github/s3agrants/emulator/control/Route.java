package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which operation a request calls.
 *
 * @param protocol how the service speaks
 * @param operation the operation
 * @param resourceId the ID in the path; empty if the operation has none
 * @param form STS: the decoded form; else empty
 */
record Route(
    Protocol protocol, ControlOperation operation, String resourceId, Map<String, String> form) {
  private static final String BASE = "/v20180820/accessgrantsinstance";
  private static final Pattern STS_PATH = Pattern.compile("/(sts/?)?");

  private static final List<Line> S3_CONTROL =
      List.of(
          new Line("POST", BASE, ControlOperation.CREATE_ACCESS_GRANTS_INSTANCE),
          new Line("POST", BASE + "/location", ControlOperation.CREATE_ACCESS_GRANTS_LOCATION),
          new Line("POST", BASE + "/grant", ControlOperation.CREATE_ACCESS_GRANT),
          new Line("GET", BASE + "/grants", ControlOperation.LIST_ACCESS_GRANTS),
          new Line(
              "DELETE", BASE + "/grant/([a-zA-Z0-9-]{1,64})", ControlOperation.DELETE_ACCESS_GRANT),
          new Line("GET", BASE + "/dataaccess", ControlOperation.GET_DATA_ACCESS),
          new Line(
              "GET", BASE + "/prefix", ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX));

  /** One line of the table. */
  private record Line(String method, Pattern path, ControlOperation operation) {
    Line(String method, String path, ControlOperation operation) {
      this(method, Pattern.compile(path), operation);
    }
  }

  /** Whose protocol a path belongs to. */
  static Protocol protocol(String path) {
    return STS_PATH.matcher(path).matches() ? Protocol.STS : Protocol.S3_CONTROL;
  }

  /**
   * Finds the operation.
   *
   * @throws AwsException if there is none
   */
  static Route of(HttpCall call) throws AwsException {
    return protocol(call.path()) == Protocol.STS ? sts(call) : s3Control(call);
  }

  private static Route s3Control(HttpCall call) throws AwsException {
    for (Line candidate : S3_CONTROL) {
      Matcher matcher = candidate.path().matcher(call.path());
      if (candidate.method().equals(call.method()) && matcher.matches()) {
        String id = matcher.groupCount() == 0 ? "" : matcher.group(1);
        return new Route(Protocol.S3_CONTROL, candidate.operation(), id, Map.of());
      }
    }
    throw new AwsException(
        AwsError.NO_SUCH_RESOURCE, "The emulator has no operation for this method and path");
  }

  private static Route sts(HttpCall call) throws AwsException {
    if (!call.method().equals("POST")) {
      throw new AwsException(AwsError.METHOD_NOT_ALLOWED, "STS is called with POST");
    }
    Map<String, String> form = HttpCall.parameters(new String(call.body(), StandardCharsets.UTF_8));
    if (!ControlOperation.GET_CALLER_IDENTITY.awsName().equals(form.get("Action"))) {
      throw new AwsException(
          AwsError.INVALID_ACTION, "The emulator's STS answers GetCallerIdentity only");
    }
    return new Route(Protocol.STS, ControlOperation.GET_CALLER_IDENTITY, "", form);
  }
}
