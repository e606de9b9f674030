package io.github.s3agrants.emulator.audit;

import io.github.s3agrants.emulator.identity.UniqueIds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The record that CloudTrail writes of a call to S3 Control, as one line of JSON.
 *
 * <p>Written from <a
 * href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">CloudTrail
 * record contents</a>, and from the records of GetDataAccess and ListCallerAccessGrants in <a
 * href="https://docs.aws.amazon.com/transfer/latest/userguide/webapp-cloudtrail.html">CloudTrail
 * logging for Transfer Family web apps</a>, which are the only ones that AWS's pages show. They are
 * management events, without {@code responseElements}: a record names neither the matched grant nor
 * the session that was vended, and never any credentials.
 */
final class CloudTrailRecord {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String VERSION = "1.11";

  private CloudTrailRecord() {}

  static String of(ControlCall call, Instant completed, String region) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("eventVersion", VERSION);
    event.put("userIdentity", UserIdentity.of(call.caller()));
    event.put("eventTime", completed.truncatedTo(ChronoUnit.SECONDS).toString());
    event.put("eventSource", "s3.amazonaws.com");
    event.put("eventName", call.operation());
    event.put("awsRegion", region);
    event.put("sourceIPAddress", call.sourceIp());
    event.put("userAgent", call.userAgent());
    if (call.errorCode() != null) {
      event.put("errorCode", call.errorCode());
      event.put("errorMessage", call.errorMessage());
    }
    event.put("requestParameters", requestParameters(call));
    event.put("responseElements", null);
    event.put("additionalEventData", additionalEventData(call));
    event.put("requestID", call.requestId());
    event.put("eventID", UUID.randomUUID().toString());
    event.put("readOnly", isReadOnly(call.operation()));
    event.put("resources", List.of(instance(call, region)));
    event.put("eventType", "AwsApiCall");
    event.put("managementEvent", true);
    event.put("recipientAccountId", call.account());
    event.put("eventCategory", "Management");
    return JSON.writeValueAsString(event);
  }

  /** The query as it was sent. What is in the path or in the body is not in the record. */
  private static Map<String, Object> requestParameters(ControlCall call) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    if (call.host() != null) {
      parameters.put("Host", call.host());
    }
    call.query()
        .forEach(
            (name, value) ->
                parameters.put(
                    name,
                    name.equals("durationSeconds") && value.matches("\\d{1,9}")
                        ? Integer.valueOf(value)
                        : value));
    return parameters;
  }

  private static Map<String, Object> additionalEventData(ControlCall call) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("SignatureVersion", "SigV4");
    data.put("AuthenticationMethod", "AuthHeader");
    data.put("bytesTransferredIn", call.bytesIn());
    data.put("bytesTransferredOut", call.bytesOut());
    return data;
  }

  private static boolean isReadOnly(String operation) {
    return operation.startsWith("Get") || operation.startsWith("List");
  }

  private static Map<String, Object> instance(ControlCall call, String region) {
    String partition = UniqueIds.partition(call.caller().arn());
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("accountId", call.account());
    // Spelt as on AWS's page.
    resource.put("type", "AWS:S3::AccessGrantsInstance");
    resource.put(
        "ARN",
        "arn:" + partition + ":s3:" + region + ":" + call.account() + ":access-grants/default");
    return resource;
  }
}
