package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.ControlOperation;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.TestLake;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.Credentials;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The journal, in Java and over HTTP, and faults of the control plane. */
final class JournalTest {
  private static final int CAPACITY = 5;
  private static final software.amazon.awssdk.services.s3control.model.Permission READ =
      software.amazon.awssdk.services.s3control.model.Permission.READ;

  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;

  @BeforeEach
  void start() throws Exception {
    emulator = TestLake.ofAlice(Permission.READ).journalCapacity(CAPACITY).start();
    clients = new EmulatorClients(emulator.endpoints());
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void over_http() throws Exception {
    clients.s3(ADMIN).putObject(r -> r.bucket("lake").key("alice/ü"), RequestBody.fromString("x"));
    Credentials vended = clients.vend(ALICE, "s3://lake/alice/*", READ);
    S3Client alice = clients.s3(EmulatorClients.credentials(vended));
    alice.getObjectAsBytes(r -> r.bucket("lake").key("alice/ü"));
    alice.getObjectAsBytes(r -> r.bucket("lake").key("alice/ü"));
    clients.sts(EmulatorClients.credentials(ALICE)).getCallerIdentity();

    JsonNode rows = json("GET", "journal");
    assertThat(rows).hasSize(5);
    assertThat(rows.get(0).get("operation").asString()).isEqualTo("PutObject");
    assertThat(rows.get(1).get("target").asString()).isEqualTo("s3://lake/alice/*");
    assertThat(rows.get(2).get("key").asString()).isEqualTo("alice/ü");
    assertThat(rows.get(2).get("signer").asString()).isEqualTo("VENDED");
    assertThat(rows.toString())
        .doesNotContain(vended.secretAccessKey())
        .doesNotContain(vended.sessionToken())
        .doesNotContain(ADMIN.secretKey());
    assertThat(json("GET", "journal?principal=admin")).hasSize(1);
    assertThat(json("GET", "journal?since=" + rows.get(3).get("sequence").asLong())).hasSize(1);

    JsonNode summary = json("GET", "summary");
    assertThat(summary.get("s3").toString())
        .isEqualTo(
            "[{\"operation\":\"GetObject\",\"signer\":\"VENDED\",\"principal\":\"alice\",\"count\":2},"
                + "{\"operation\":\"PutObject\",\"signer\":\"BASE\",\"principal\":\"admin\",\"count\":1}]");
    assertThat(summary.get("getDataAccess").toString())
        .isEqualTo("[{\"target\":\"s3://lake/alice/*\",\"permission\":\"READ\",\"count\":1}]");
    assertThat(summary.get("other").toString())
        .isEqualTo("[{\"operation\":\"GetCallerIdentity\",\"count\":1}]");

    assertThat(send("DELETE", "journal").statusCode()).isEqualTo(204);
    assertThat(json("GET", "journal")).isEmpty();
    assertThat(send("GET", "nothing").statusCode()).isEqualTo(404);
    assertThat(send("GET", "journal?since=x").statusCode()).isEqualTo(400);
  }

  @Test
  void tells_clients_apart_by_their_user_agents() throws Exception {
    for (URI endpoint : List.of(emulator.endpoints().s3(), emulator.endpoints().s3Control())) {
      send(HttpRequest.newBuilder(endpoint.resolve("/lake")).header("User-Agent", "driver, a/1"));
      send(
          HttpRequest.newBuilder(endpoint.resolve("/lake")).header("User-Agent", "x".repeat(2000)));
    }

    assertThat(emulator.journal().entries())
        .extracting(JournalEntry::userAgent)
        .containsExactly("driver, a/1", "x".repeat(1024), "driver, a/1", "x".repeat(1024));
    assertThat(json("GET", "journal").get(0).get("userAgent").asString()).isEqualTo("driver, a/1");
  }

  @Test
  void forgets_the_oldest() {
    S3Client admin = clients.s3(ADMIN);
    for (int i = 0; i < CAPACITY + 2; i++) {
      admin.listBuckets();
    }
    assertThat(emulator.journal().size()).isEqualTo(CAPACITY);
    assertThat(emulator.journal().dropped()).isEqualTo(2);
    assertThat(emulator.journal().entries().get(0).sequence()).isEqualTo(3);
    assertThat(emulator.journal().since(6).size()).isEqualTo(1);
    emulator.resetJournal();
    assertThat(emulator.journal().isEmpty()).isTrue();
    admin.listBuckets();
    assertThat(emulator.journal().entries().get(0).sequence()).isEqualTo(CAPACITY + 3);
  }

  @Test
  void keeps_the_error_codes_of_s3() {
    S3Client admin = clients.s3(ADMIN);
    assertThatExceptionOfType(NoSuchKeyException.class)
        .isThrownBy(() -> admin.getObjectAsBytes(r -> r.bucket("lake").key("absent")));
    assertThat(emulator.journal().entries())
        .singleElement()
        .extracting(
            JournalEntry::operation,
            JournalEntry::status,
            JournalEntry::errorCode,
            JournalEntry::signer)
        .containsExactly("GetObject", 404, "NoSuchKey", SignerKind.BASE);
  }

  @Test
  void an_outage() {
    S3ControlClient alice = clients.control(ALICE);
    emulator
        .faults()
        .set(ControlOperation.GET_DATA_ACCESS, Fault.error(503, "ServiceUnavailable").times(1));
    assertThatExceptionOfType(S3ControlException.class)
        .isThrownBy(() -> alice.getDataAccess(EmulatorClients.request("s3://lake/alice/*", READ)))
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(503);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ServiceUnavailable");
            });
    alice.getDataAccess(EmulatorClients.request("s3://lake/alice/*", READ));
    assertThat(emulator.journal().count("GetDataAccess")).isEqualTo(2);
  }

  @Test
  void a_stuck_service_does_not_keep_the_emulator_from_closing() throws Exception {
    emulator.faults().set(ControlOperation.GET_DATA_ACCESS, Fault.latency(Duration.ofHours(1)));
    S3ControlClient alice = clients.control(ALICE);
    CompletableFuture<Object> stuck =
        CompletableFuture.supplyAsync(
            () -> alice.getDataAccess(EmulatorClients.request("s3://lake/alice/*", READ)));
    emulator.close();
    // The call ends in either way: answered at the last moment or aborted.
    assertThat(stuck.handle((answer, failure) -> true).get(30, TimeUnit.SECONDS)).isTrue();
  }

  private JsonNode json(String method, String path) throws Exception {
    return JsonMapper.shared().readTree(send(method, path).body());
  }

  private HttpResponse<String> send(String method, String path) throws Exception {
    return send(
        HttpRequest.newBuilder(emulator.endpoints().s3Control().resolve("/emulator/" + path))
            .method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
