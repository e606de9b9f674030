package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.DirectoryIdentity;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.Privilege;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import tools.jackson.databind.JsonNode;

/** The CloudTrail records that the emulator writes. */
final class CloudTrailTest {
  private static final software.amazon.awssdk.services.s3control.model.Permission READ =
      software.amazon.awssdk.services.s3control.model.Permission.READ;
  private static final Instant NOW = Instant.parse("2026-11-26T10:15:30.987Z");

  @TempDir Path folder;

  @Test
  void a_vend_is_recorded_as_on_aws_page() throws Exception {
    Credentials vended;
    try (AccessGrantsEmulator emulator = lake().clock(Clock.fixed(NOW, ZoneOffset.UTC)).start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      vended =
          clients
              .control(ALICE)
              .getDataAccess(
                  EmulatorClients.request("s3://lake/alice/*", READ).toBuilder()
                      .durationSeconds(900)
                      .privilege(Privilege.DEFAULT)
                      .overrideConfiguration(
                          o -> o.putRawQueryParameter("auditContext", "s3a op=op_open span=7"))
                      .build())
              .credentials();
    }

    JsonNode record = AuditLogFiles.cloudTrail(log()).get(0);
    assertThat(record.propertyNames())
        .containsExactlyInAnyOrder(
            "eventVersion",
            "userIdentity",
            "eventTime",
            "eventSource",
            "eventName",
            "awsRegion",
            "sourceIPAddress",
            "userAgent",
            "requestParameters",
            "responseElements",
            "additionalEventData",
            "requestID",
            "eventID",
            "readOnly",
            "resources",
            "eventType",
            "managementEvent",
            "recipientAccountId",
            "eventCategory");
    assertThat(record.get("eventTime").asString()).isEqualTo("2026-11-26T10:15:30Z");
    assertThat(record.get("eventSource").asString()).isEqualTo("s3.amazonaws.com");
    assertThat(record.get("eventName").asString()).isEqualTo("GetDataAccess");
    assertThat(record.get("awsRegion").asString()).isEqualTo("us-east-1");
    assertThat(record.get("sourceIPAddress").asString()).isEqualTo("127.0.0.1");
    assertThat(record.get("userAgent").asString()).startsWith("aws-sdk-java/");
    assertThat(record.get("eventType").asString()).isEqualTo("AwsApiCall");
    assertThat(record.get("eventCategory").asString()).isEqualTo("Management");
    assertThat(record.get("managementEvent").asBoolean()).isTrue();
    assertThat(record.get("readOnly").asBoolean()).isTrue();
    assertThat(record.get("recipientAccountId").asString()).isEqualTo(TestPrincipals.ACCOUNT);
    assertThat(record.get("responseElements").isNull()).isTrue();
    assertThat(record.get("resources").toString())
        .isEqualTo(
            "[{\"accountId\":\"111122223333\",\"type\":\"AWS:S3::AccessGrantsInstance\","
                + "\"ARN\":\"arn:aws:s3:us-east-1:111122223333:access-grants/default\"}]");

    JsonNode identity = record.get("userIdentity");
    assertThat(identity.propertyNames())
        .containsExactlyInAnyOrder(
            "type", "principalId", "arn", "accountId", "accessKeyId", "userName");
    assertThat(identity.get("type").asString()).isEqualTo("IAMUser");
    assertThat(identity.get("arn").asString()).isEqualTo(ALICE.arn());
    assertThat(identity.get("userName").asString()).isEqualTo("alice");
    assertThat(identity.get("accessKeyId").asString()).isEqualTo(ALICE.accessKey());

    JsonNode parameters = record.get("requestParameters");
    assertThat(parameters.get("target").asString()).isEqualTo("s3://lake/alice/*");
    assertThat(parameters.get("permission").asString()).isEqualTo("READ");
    assertThat(parameters.get("privilege").asString()).isEqualTo("Default");
    assertThat(parameters.get("durationSeconds").isInt()).isTrue();
    assertThat(parameters.get("durationSeconds").asInt()).isEqualTo(900);
    assertThat(parameters.get("auditContext").asString()).isEqualTo("s3a op=op_open span=7");
    assertThat(parameters.has("Host")).isTrue();

    assertThat(Files.readString(log()))
        .doesNotContain(vended.accessKeyId())
        .doesNotContain(vended.secretAccessKey())
        .doesNotContain(vended.sessionToken())
        .doesNotContain(ALICE.secretKey());
  }

  @Test
  void a_refused_vend_has_the_error() throws Exception {
    try (AccessGrantsEmulator emulator = lake().start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThatExceptionOfType(S3ControlException.class)
          .isThrownBy(() -> clients.vend(BOB, "s3://lake/alice/*", READ));
    }

    JsonNode record = AuditLogFiles.cloudTrail(log()).get(0);
    assertThat(record.get("errorCode").asString()).isEqualTo("AccessDenied");
    assertThat(record.get("errorMessage").asString())
        .isEqualTo(
            "You do not have READ permissions to the requested S3 Prefix: s3://lake/alice/*");
    assertThat(record.get("userIdentity").get("arn").asString()).isEqualTo(BOB.arn());
  }

  @Test
  void all_calls_to_s3_control_are_recorded_and_none_to_sts() throws Exception {
    try (AccessGrantsEmulator emulator = lake().start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      var unused = clients.sts(EmulatorClients.credentials(ALICE)).getCallerIdentity();
      var grants =
          clients
              .control(ALICE)
              .listCallerAccessGrants(r -> r.accountId(TestPrincipals.ACCOUNT).maxResults(100));
      assertThat(grants.callerAccessGrantsList()).hasSize(1);
      var instance =
          clients
              .control(ALICE)
              .getAccessGrantsInstanceForPrefix(
                  r -> r.accountId(TestPrincipals.ACCOUNT).s3Prefix("s3://lake"));
      assertThat(instance.accessGrantsInstanceId()).isEqualTo("default");
      var location =
          clients
              .control(ADMIN)
              .createAccessGrantsLocation(
                  r ->
                      r.accountId(TestPrincipals.ACCOUNT)
                          .locationScope("s3://lake")
                          .iamRoleArn(TestPrincipals.LOCATION_ROLE));
      assertThat(location.locationScope()).isEqualTo("s3://lake");
    }

    List<JsonNode> records = AuditLogFiles.cloudTrail(log());
    assertThat(records.stream().map(r -> r.get("eventName").asString()))
        .containsExactly(
            "ListCallerAccessGrants",
            "GetAccessGrantsInstanceForPrefix",
            "CreateAccessGrantsLocation");
    assertThat(records.get(0).get("requestParameters").get("maxResults").asString())
        .isEqualTo("100");
    assertThat(records.stream().map(r -> r.get("readOnly").asBoolean()))
        .containsExactly(true, true, false);
  }

  @Test
  void a_session_and_a_directory_user_are_named() throws Exception {
    Principal session =
        new Principal(
                "etl",
                "ASIAEMULATORETL00001",
                "etl-secret",
                "etl-token",
                "arn:aws:sts::111122223333:assumed-role/etl/nightly",
                false,
                List.of())
            .withDirectory(
                new DirectoryIdentity("a1b2c3d4-5678-90ab-cdef-000000000001", List.of(), null));
    try (AccessGrantsEmulator emulator = lake().principal(session).start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThatExceptionOfType(S3ControlException.class)
          .isThrownBy(() -> clients.vend(session, "s3://lake/alice/*", READ));
    }

    JsonNode identity = AuditLogFiles.cloudTrail(log()).get(0).get("userIdentity");
    assertThat(identity.get("type").asString()).isEqualTo("AssumedRole");
    assertThat(identity.get("principalId").asString()).matches("AROA[0-9A-F]{17}:nightly");
    JsonNode issuer = identity.get("sessionContext").get("sessionIssuer");
    assertThat(issuer.get("type").asString()).isEqualTo("Role");
    assertThat(issuer.get("arn").asString()).isEqualTo("arn:aws:iam::111122223333:role/etl");
    assertThat(issuer.get("userName").asString()).isEqualTo("etl");
    assertThat(identity.get("onBehalfOf").get("userId").asString())
        .isEqualTo("a1b2c3d4-5678-90ab-cdef-000000000001");
    assertThat(Files.readString(log())).doesNotContain("etl-secret").doesNotContain("etl-token");
  }

  @Test
  void a_call_of_nobody_known_is_not_recorded() throws Exception {
    Principal stranger =
        Principal.of("x", "AKIAEMULATORUNKNOWN1", "x", "arn:aws:iam::111122223333:user/x");
    try (AccessGrantsEmulator emulator = lake().start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThatExceptionOfType(S3ControlException.class)
          .isThrownBy(() -> clients.vend(stranger, "s3://lake/alice/*", READ));
    }

    assertThat(log()).isEmptyFile();
  }

  @Test
  void a_file_is_continued() throws Exception {
    for (int run = 1; run <= 2; run++) {
      try (AccessGrantsEmulator emulator = lake().start();
          EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
        var unused = clients.vend(ALICE, "s3://lake/alice/*", READ);
      }
      assertThat(AuditLogFiles.cloudTrail(log())).hasSize(run);
    }
  }

  @Test
  void the_configuration_file_names_both_logs() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("emulator.yaml"),
            """
            cloudTrail: cloudtrail.json
            accessLog: access.log
            principals:
              - {name: alice, accessKey: AKIAEMULATORALICE001, secretKey: alice-secret,
                 arn: "arn:aws:iam::111122223333:user/alice"}
            buckets: [lake]
            """);
    try (AccessGrantsEmulator emulator = AccessGrantsEmulator.builder().config(file).start();
        EmulatorClients clients = new EmulatorClients(emulator.endpoints())) {
      assertThatExceptionOfType(S3ControlException.class)
          .isThrownBy(() -> clients.vend(ALICE, "s3://lake/*", READ));
      assertThatExceptionOfType(S3Exception.class)
          .isThrownBy(() -> clients.s3(ALICE).headObject(r -> r.bucket("lake").key("k")));
    }

    assertThat(AuditLogFiles.cloudTrail(log())).hasSize(1);
    assertThat(AuditLogFiles.accessLog(folder.resolve("access.log"))).hasSize(1);
  }

  private Path log() {
    return folder.resolve("cloudtrail.json");
  }

  private EmulatorBuilder lake() {
    return TestLake.builder()
        .grant(TestLake.LOCATION, "lake/alice/*", "alice", Permission.READ)
        .cloudTrail(log());
  }
}
