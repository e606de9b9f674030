package io.github.s3agrants.emulator.control;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.error.AwsError;
import io.github.s3agrants.emulator.error.AwsException;
import io.github.s3agrants.emulator.identity.UrlText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operation that a request calls.
 *
 * @param protocol the service's protocol
 * @param operation the operation
 * @param resourceId the ID or ARN in the path; empty if the operation has none
 * @param form STS: the decoded form; otherwise empty
 */
record Route(
    Protocol protocol, ControlOperation operation, String resourceId, Map<String, String> form) {
  private static final String BASE = "/v20180820/accessgrantsinstance";
  private static final String CENTER = BASE + "/identitycenter";
  private static final String POLICY = BASE + "/resourcepolicy";
  private static final String TAGS = "/v20180820/tags";
  private static final Pattern STS_PATH = Pattern.compile("/(sts/?)?");

  private static final String ID = "/([^/]+)";
  private static final String ARN = "/(.+)";

  // The HTTP bindings of the S3 Control model.
  private static final List<Line> S3_CONTROL =
      List.of(
          new Line("GET", BASE + "/dataaccess", ControlOperation.GET_DATA_ACCESS),
          new Line("POST", BASE, ControlOperation.CREATE_ACCESS_GRANTS_INSTANCE),
          new Line("GET", BASE, ControlOperation.GET_ACCESS_GRANTS_INSTANCE),
          new Line("DELETE", BASE, ControlOperation.DELETE_ACCESS_GRANTS_INSTANCE),
          new Line("GET", BASE + "s", ControlOperation.LIST_ACCESS_GRANTS_INSTANCES),
          new Line("GET", BASE + "/prefix", ControlOperation.GET_ACCESS_GRANTS_INSTANCE_FOR_PREFIX),
          new Line("POST", CENTER, ControlOperation.ASSOCIATE_ACCESS_GRANTS_IDENTITY_CENTER),
          new Line("DELETE", CENTER, ControlOperation.DISSOCIATE_ACCESS_GRANTS_IDENTITY_CENTER),
          new Line("PUT", POLICY, ControlOperation.PUT_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY),
          new Line("GET", POLICY, ControlOperation.GET_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY),
          new Line(
              "DELETE", POLICY, ControlOperation.DELETE_ACCESS_GRANTS_INSTANCE_RESOURCE_POLICY),
          new Line("POST", BASE + "/location", ControlOperation.CREATE_ACCESS_GRANTS_LOCATION),
          new Line("GET", BASE + "/location" + ID, ControlOperation.GET_ACCESS_GRANTS_LOCATION),
          new Line("GET", BASE + "/locations", ControlOperation.LIST_ACCESS_GRANTS_LOCATIONS),
          new Line("PUT", BASE + "/location" + ID, ControlOperation.UPDATE_ACCESS_GRANTS_LOCATION),
          new Line(
              "DELETE", BASE + "/location" + ID, ControlOperation.DELETE_ACCESS_GRANTS_LOCATION),
          new Line("POST", BASE + "/grant", ControlOperation.CREATE_ACCESS_GRANT),
          new Line("GET", BASE + "/grant" + ID, ControlOperation.GET_ACCESS_GRANT),
          new Line("GET", BASE + "/grants", ControlOperation.LIST_ACCESS_GRANTS),
          new Line("DELETE", BASE + "/grant" + ID, ControlOperation.DELETE_ACCESS_GRANT),
          new Line("GET", BASE + "/caller/grants", ControlOperation.LIST_CALLER_ACCESS_GRANTS),
          new Line("POST", TAGS + ARN, ControlOperation.TAG_RESOURCE),
          new Line("DELETE", TAGS + ARN, ControlOperation.UNTAG_RESOURCE),
          new Line("GET", TAGS + ARN, ControlOperation.LIST_TAGS_FOR_RESOURCE));

  private static final Set<ControlOperation> STS =
      Set.of(
          ControlOperation.GET_CALLER_IDENTITY,
          ControlOperation.GET_SESSION_TOKEN,
          ControlOperation.ASSUME_ROLE);

  /** One row of the table. */
  private record Line(String method, Pattern path, ControlOperation operation) {
    Line(String method, String path, ControlOperation operation) {
      this(method, Pattern.compile(path), operation);
    }
  }

  /** The protocol of a path. */
  static Protocol protocol(String path) {
    return STS_PATH.matcher(path).matches() ? Protocol.STS : Protocol.S3_CONTROL;
  }

  /**
   * Finds the operation.
   *
   * @throws AwsException if there is none
   */
  static Route of(ControlRequest call) throws AwsException {
    return protocol(call.path()) == Protocol.STS ? sts(call) : s3Control(call);
  }

  private static Route s3Control(ControlRequest call) throws AwsException {
    for (Line candidate : S3_CONTROL) {
      Matcher matcher = candidate.path().matcher(call.path());
      if (candidate.method().equals(call.method()) && matcher.matches()) {
        String id = matcher.groupCount() == 0 ? "" : decoded(matcher.group(1));
        return new Route(Protocol.S3_CONTROL, candidate.operation(), id, Map.of());
      }
    }
    throw new AwsException(
        AwsError.NO_SUCH_RESOURCE, "The emulator has no operation for this method and path");
  }

  private static Route sts(ControlRequest call) throws AwsException {
    if (!call.method().equals("POST")) {
      throw new AwsException(AwsError.METHOD_NOT_ALLOWED, "STS is called with POST");
    }
    Map<String, String> form =
        ControlRequest.parameters(new String(call.body(), StandardCharsets.UTF_8));
    String action = form.get("Action");
    if (action == null) {
      throw new AwsException(AwsError.MISSING_ACTION, "The request has no Action");
    }
    ControlOperation operation =
        ControlOperation.named(action)
            .filter(STS::contains)
            .orElseThrow(
                () ->
                    new AwsException(
                        AwsError.INVALID_ACTION,
                        "The emulator's STS supports GetCallerIdentity, GetSessionToken and"
                            + " AssumeRole only"));
    return new Route(Protocol.STS, operation, "", form);
  }

  private static String decoded(String segment) throws AwsException {
    try {
      return UrlText.decode(segment);
    } catch (IllegalArgumentException e) {
      throw new AwsException(AwsError.INVALID_URI, "The path cannot be decoded");
    }
  }
}
