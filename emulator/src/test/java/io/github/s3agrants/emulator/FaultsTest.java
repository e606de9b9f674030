package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.FaultPlan;
import io.github.s3agrants.emulator.api.Operation;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestLake;
import io.github.s3agrants.testkit.TestPrincipals;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.sts.StsClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Injected faults, set in Java, in the configuration file and over HTTP. */
final class FaultsTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final software.amazon.awssdk.services.s3control.model.Permission READ =
      software.amazon.awssdk.services.s3control.model.Permission.READ;

  private final ManualClock clock = new ManualClock(START);
  private final HttpClient http = HttpClient.newHttpClient();
  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;
  private S3Client admin;

  @BeforeEach
  void start() throws Exception {
    emulator = TestLake.ofAlice(Permission.READ).clock(clock).start();
    clients = new EmulatorClients(emulator.endpoints());
    admin = clients.s3(ADMIN);
    admin.putObject(r -> r.bucket("lake").key("k"), RequestBody.fromString("x"));
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void s3_is_throttled_breaks_and_drops_connections() {
    emulator.faults().set(S3Operation.GET_OBJECT, Fault.throttling().times(2));
    refused(503, "SlowDown", this::get);
    refused(503, "SlowDown", this::get);
    get();
    emulator.faults().set(S3Operation.GET_OBJECT, Fault.internalError().times(1));
    refused(500, "InternalError", this::get);
    emulator.faults().set(S3Operation.PUT_OBJECT, Fault.dropped().times(1));
    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(
            () ->
                admin.putObject(
                    r -> r.bucket("lake").key("d"), RequestBody.fromBytes(new byte[1_000_000])));
    assertThat(emulator.journal().operation("PutObject").entries())
        .extracting(entry -> entry.status())
        .containsExactly(200, 0);
    assertThat(admin.listObjectsV2(r -> r.bucket("lake")).keyCount()).isEqualTo(1);
  }

  @Test
  void every_service_drops_connections() {
    for (ControlOperation operation :
        List.of(ControlOperation.GET_DATA_ACCESS, ControlOperation.GET_CALLER_IDENTITY)) {
      emulator.faults().set(operation, Fault.dropped().times(1));
    }
    S3ControlClient alice = clients.control(ALICE);
    assertThatExceptionOfType(SdkClientException.class)
        .isThrownBy(() -> alice.getDataAccess(EmulatorClients.request("s3://lake/alice/*", READ)));
    alice.getDataAccess(EmulatorClients.request("s3://lake/alice/*", READ));
    // This client retries.
    StsClient sts = clients.sts(EmulatorClients.credentials(ALICE));
    assertThat(sts.getCallerIdentity().account()).isEqualTo(TestPrincipals.ACCOUNT);
    assertThat(emulator.journal().operation("GetCallerIdentity").entries())
        .extracting(entry -> entry.status())
        .containsExactly(0, 200);
  }

  @Test
  void latency_is_in_the_journal() {
    Duration wait = Duration.ofMillis(150);
    emulator.faults().set(S3Operation.GET_OBJECT, Fault.latency(wait).times(1));
    get();
    get();
    assertThat(emulator.journal().operation("GetObject").entries())
        .satisfiesExactly(
            slow -> assertThat(slow.latency()).isGreaterThanOrEqualTo(wait),
            usual -> assertThat(usual.latency()).isPositive());
  }

  @Test
  void a_window_of_the_clock() {
    emulator
        .faults()
        .set(
            S3Operation.GET_OBJECT,
            Fault.denied().between(START.plusSeconds(10), START.plusSeconds(20)));
    get();
    clock.advance(Duration.ofSeconds(10));
    refused(403, "AccessDenied", this::get);
    clock.advance(Duration.ofSeconds(9));
    refused(403, "AccessDenied", this::get);
    assertThat(emulator.faults().plan().operations()).isNotEmpty();
    clock.advance(Duration.ofSeconds(1));
    get();
    assertThat(emulator.faults().plan()).isEqualTo(FaultPlan.NONE);

    emulator.faults().set(S3Operation.GET_OBJECT, Fault.denied().lasting(Duration.ofSeconds(5)));
    refused(403, "AccessDenied", this::get);
    clock.advance(Duration.ofSeconds(5));
    get();
  }

  @Test
  void short_credential_life() {
    emulator.faults().credentialLife(Duration.ofSeconds(3));
    Credentials vended = clients.vend(ALICE, "s3://lake/alice/*", READ);
    assertThat(vended.expiration()).isEqualTo(START.plusSeconds(3));
    S3Client alice = clients.s3(EmulatorClients.credentials(vended));
    alice.listObjectsV2(r -> r.bucket("lake").prefix("alice/"));
    clock.advance(Duration.ofSeconds(3));
    refused(400, "ExpiredToken", () -> alice.listObjectsV2(r -> r.bucket("lake").prefix("alice/")));
    emulator.faults().clearCredentialLife();
    assertThat(clients.vend(ALICE, "s3://lake/alice/*", READ).expiration())
        .isEqualTo(START.plusSeconds(3 + 3600));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-6M", "PT6M"})
  void a_clock_that_is_a_little_off(String skew) {
    emulator.faults().clockSkew(Duration.parse(skew));
    Credentials vended = clients.vend(ALICE, "s3://lake/alice/*", READ);
    assertThat(vended.expiration()).isEqualTo(START.plus(Duration.parse(skew)).plusSeconds(3600));
    clients
        .s3(EmulatorClients.credentials(vended))
        .listObjectsV2(r -> r.bucket("lake").prefix("alice/"));
    assertThat(emulator.journal().entries()).allMatch(entry -> entry.time().equals(START));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-20M", "PT20M"})
  void a_clock_that_is_too_far_off(String skew) throws Exception {
    // The SDK's clients are not suitable: they adjust their clock by the response, and keep the
    // adjustment.
    emulator.faults().clockSkew(Duration.parse(skew));
    SignedHttp s3 = new SignedHttp(emulator.endpoints().s3(), ADMIN);
    SignedHttp control = new SignedHttp(emulator.endpoints().s3Control(), ADMIN);
    assertThat(s3.send("GET", "/lake/k", new byte[0]).text()).contains("RequestTimeTooSkewed");
    assertThat(control.send("GET", "/v20180820/accessgrantsinstance/grants", new byte[0]).text())
        .contains("RequestTimeTooSkewed");
    emulator.faults().clockSkew(Duration.ZERO);
    assertThat(s3.send("GET", "/lake/k", new byte[0]).text()).isEqualTo("x");
  }

  @Test
  void over_http() throws Exception {
    assertThat(
            post(
                "{\"operation\":\"GetObject\",\"status\":503,\"times\":1,\"latency\":\"PT0.01S\"}"))
        .isEqualTo(204);
    assertThat(post("{\"credentialLife\":\"PT7S\",\"clockSkew\":\"PT-1M\"}")).isEqualTo(204);
    assertThat(
            post("{\"faults\":[{\"operation\":\"PutObject\",\"drop\":true,\"lasting\":\"PT9S\"}]}"))
        .isEqualTo(204);
    JsonNode plan = JsonMapper.shared().readTree(send("GET", "", "").body());
    assertThat(plan.toString())
        .isEqualTo(
            "{\"faults\":[{\"operation\":\"GetObject\",\"latency\":\"PT0.01S\",\"status\":503,\"code\":\"SlowDown\","
                + "\"times\":1},{\"operation\":\"PutObject\",\"drop\":true,\"from\":\"2026-03-01T00:00:00Z\","
                + "\"until\":\"2026-03-01T00:00:09Z\"}],\"credentialLife\":\"PT7S\",\"clockSkew\":\"PT-1M\"}");
    refused(503, "SlowDown", this::get);
    get();
    assertThat(send("DELETE", "?operation=PutObject", "").statusCode()).isEqualTo(204);
    assertThat(emulator.faults().plan().operations()).isEmpty();
    assertThat(emulator.faults().plan().credentialLife()).isEqualTo(Duration.ofSeconds(7));
    assertThat(send("DELETE", "", "").statusCode()).isEqualTo(204);
    assertThat(emulator.faults().plan()).isEqualTo(FaultPlan.NONE);
    // The output of GET can be posted again.
    assertThat(post(plan.toString())).isEqualTo(204);
    assertThat(JsonMapper.shared().readTree(send("GET", "", "").body()).get("clockSkew"))
        .isEqualTo(plan.get("clockSkew"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"operation\":\"Nothing\",\"status\":503}",
        "{\"operation\":\"GetObject\"}",
        "{\"operation\":\"GetObject\",\"status\":200,\"code\":\"x\"}",
        "{\"operation\":\"GetObject\",\"status\":404}",
        "{\"operation\":\"GetObject\",\"status\":\"503\"}",
        "{\"operation\":\"GetObject\",\"status\":503,\"times\":0}",
        "{\"operation\":\"GetObject\",\"status\":503,\"code\":\"<x>\"}",
        "{\"operation\":\"GetObject\",\"status\":503,\"latency\":\"soon\"}",
        "{\"operation\":\"GetObject\",\"status\":503,\"from\":\"now\"}",
        "{\"operation\":\"GetObject\",\"status\":503,\"lasting\":\"PT0S\"}",
        "{\"operation\":\"GetObject\",\"drop\":\"yes\"}",
        "{\"operation\":\"GetObject\",\"drop\":true,\"status\":503}",
        "{\"operation\":\"GetObject\",\"drop\":true,\"more\":1}",
        "{\"credentialLife\":\"PT0S\"}",
        "{\"clockSkew\":\"P100000D\"}",
        "{\"faults\":[1]}",
        "{\"faults\":{}}"
      })
  void what_is_no_fault(String json) throws Exception {
    HttpResponse<String> answer = send("POST", "", json);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("<Code>InvalidRequest</Code>");
    assertThat(emulator.faults().plan()).isEqualTo(FaultPlan.NONE);
  }

  @Test
  void posts_of_other_kinds_are_refused() throws Exception {
    HttpRequest form =
        HttpRequest.newBuilder(emulator.endpoints().s3Control().resolve("/emulator/faults"))
            .header("Content-Type", "text/plain")
            .POST(HttpRequest.BodyPublishers.ofString("{\"clockSkew\":\"PT1S\"}"))
            .build();
    assertThat(http.send(form, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(400);
    assertThat(send("DELETE", "?operation=Nothing", "").statusCode()).isEqualTo(400);
  }

  @Test
  void in_the_file_and_the_builder(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("emulator.yaml"),
            """
            principals:
              - {name: admin, accessKey: AKIAEMULATORADMIN001, secretKey: admin-secret,
                 arn: "arn:aws:iam::111122223333:user/admin", s3: [{scope: "s3://*", permission: READWRITE}]}
            buckets: [lake]
            missingKey: 403
            faults:
              - {operation: ListBuckets, status: 503, times: 1}
              - {operation: PutObject, status: 409, code: Conflict, latency: PT0.001S}
            credentialLife: PT30S
            clockSkew: PT2M
            """);
    try (AccessGrantsEmulator other =
            AccessGrantsEmulator.builder()
                .config(file)
                .fault(S3Operation.HEAD_BUCKET, Fault.denied())
                .start();
        EmulatorClients them = new EmulatorClients(other.endpoints())) {
      FaultPlan plan = other.faults().plan();
      assertThat(plan.operations())
          .containsOnlyKeys(
              S3Operation.LIST_BUCKETS, S3Operation.PUT_OBJECT, S3Operation.HEAD_BUCKET);
      assertThat(plan.credentialLife()).isEqualTo(Duration.ofSeconds(30));
      assertThat(plan.clockSkew()).isEqualTo(Duration.ofMinutes(2));
      refused(503, "SlowDown", () -> them.s3(ADMIN).listBuckets());
      them.s3(ADMIN).listBuckets();
      other.faults().reset();
      refused(503, "SlowDown", () -> them.s3(ADMIN).listBuckets());
      refused(
          409,
          "Conflict",
          () ->
              them.s3(ADMIN)
                  .putObject(r -> r.bucket("lake").key("k"), RequestBody.fromString("x")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "missingKey: 500",
        "faults: [{operation: Nothing, status: 503}]",
        "faults: [1]",
        "credentialLife: 10",
        "clockSkew: soon"
      })
  void mistakes_in_the_file(String line, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("emulator.yaml"), line + "\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessGrantsEmulator.builder().config(file))
        .withMessageContaining(line.substring(0, line.indexOf(':')));
  }

  @Test
  void operations_have_one_name_each() {
    assertThat(Operation.all()).extracting(Operation::awsName).doesNotHaveDuplicates();
    assertThat(Operation.all())
        .allSatisfy(
            operation -> assertThat(Operation.named(operation.awsName())).hasValue(operation));
  }

  private void get() {
    admin.getObjectAsBytes(r -> r.bucket("lake").key("k"));
  }

  private int post(String json) throws Exception {
    return send("POST", "", json).statusCode();
  }

  private HttpResponse<String> send(String method, String query, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(emulator.endpoints().s3Control().resolve("/emulator/faults" + query))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void refused(int status, String code, Runnable call) {
    assertThatExceptionOfType(AwsServiceException.class)
        .isThrownBy(call::run)
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            });
  }
}
