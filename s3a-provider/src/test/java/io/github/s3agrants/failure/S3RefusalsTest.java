package io.github.s3agrants.failure;

import static io.github.s3agrants.testkit.TestPrincipals.ACCOUNT;
import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.s3agrants.AccessGrantsCredentialsProvider;
import io.github.s3agrants.emulator.api.Fault;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Permission;
import io.github.s3agrants.emulator.api.S3Operation;
import io.github.s3agrants.fixture.S3AFixture;
import io.github.s3agrants.runtime.AccessGrantsRuntime;
import io.github.s3agrants.testkit.EmulatorClients;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantRequest;

/**
 * Requests that S3 refuses despite a grant, because the location's role, a key or the bucket does
 * not allow them. No other grant is suggested, and a cure is noticed.
 */
class S3RefusalsTest {
  private static final Path FILE = new Path("/alice/f");

  private S3AFixture lake;

  @BeforeEach
  void start() throws IOException {
    lake = S3AFixture.start(S3AFixture.grant(ALICE, Permission.READWRITE, "lake/alice/*"));
    lake.upload("/alice/f", "text");
  }

  @AfterEach
  void nothingWasSignedWithBaseCredentials() throws IOException {
    assertThat(lake.signedByBaseOf(ALICE)).isEmpty();
    assertThat(AccessGrantsRuntime.engine()).isEmpty();
    lake.close();
  }

  private void refuse(S3Operation... operations) {
    for (S3Operation each : operations) {
      lake.emulator.faults().set(each, Fault.denied());
    }
  }

  private Configuration classic() {
    Configuration conf = lake.askingPathByPath(ALICE);
    // The analytics stream hides the 403 of a GET.
    conf.set("fs.s3a.input.stream.type", "classic");
    // The SDK repeats a refused request if the answer names the bucket's Region, as S3's answers
    // do.
    conf.setBoolean("fs.s3a.cross.region.access.enabled", false);
    return conf;
  }

  private static void assertExplained(Throwable refusal, String access) {
    assertThat(refusal.getMessage())
        .contains("S3 Access Grants vended credentials for " + access)
        .containsOnlyOnce("and S3 refused them")
        .contains("location")
        .contains("KMS")
        .contains("Object Ownership")
        .contains("the grant was deleted")
        .contains("Status Code: 403")
        .contains("Request ID: ")
        .doesNotContain("\n")
        .doesNotContain("Needed: a grant")
        .doesNotContain("Session");
  }

  @Test
  void a_read_a_head_a_list_and_a_write_say_that_the_grant_was_there() throws IOException {
    try (S3AFileSystem fs = lake.open(classic())) {
      assertThat(fs.getFileStatus(FILE).getLen()).isEqualTo(4);
      refuse(
          S3Operation.GET_OBJECT,
          S3Operation.HEAD_OBJECT,
          S3Operation.PUT_OBJECT,
          S3Operation.LIST_OBJECTS_V2);

      AccessDeniedException head =
          assertThrows(AccessDeniedException.class, () -> fs.getFileStatus(FILE));
      assertExplained(head, "READ on s3://lake/alice/f for HeadObject (S3A op_get_file_status,");
      assertThat(head.getMessage()).contains("under a grant of READ on s3://lake/alice/*");

      lake.emulator.faults().clear();
      refuse(S3Operation.GET_OBJECT);
      AccessDeniedException get =
          assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
      assertExplained(get, "READ on s3://lake/alice/f for GetObject (S3A op_open,");
      assertThat(get.getMessage()).contains("An injected fault").endsWith(":AccessDenied");

      lake.emulator.faults().clear();
      refuse(S3Operation.LIST_OBJECTS_V2);
      AccessDeniedException list =
          assertThrows(AccessDeniedException.class, () -> fs.listStatus(new Path("/alice")));
      assertExplained(list, "READ on s3://lake/alice/* for ListObjectsV2");

      lake.emulator.faults().clear();
      refuse(S3Operation.PUT_OBJECT);
      AccessDeniedException put =
          assertThrows(AccessDeniedException.class, () -> S3AFixture.write(fs, "/alice/new", "x"));
      assertExplained(put, "WRITE on s3://lake/alice/new for PutObject (S3A op_create,");
      assertThat(put.getMessage()).endsWith(":AccessDenied");
    }
  }

  @Tag(S3AFixture.SDK_V2)
  @Test
  void an_asynchronous_client_is_told_the_same_by_the_same_exception() throws IOException {
    Configuration conf = lake.askingPathByPath(ALICE);
    refuse(S3Operation.GET_OBJECT);
    try (AccessGrantsCredentialsProvider provider = S3AFixture.provider(conf);
        S3AsyncClient s3 =
            EmulatorClients.s3(
                S3AsyncClient.builder(),
                lake.emulator.endpoints(),
                provider,
                S3AFixture.interceptor(conf),
                S3AFixture.interceptor(conf))) {
      Throwable failure =
          assertThrows(
                  CompletionException.class,
                  () ->
                      s3.getObject(
                              r -> r.bucket("lake").key("alice/f"),
                              AsyncResponseTransformer.toBytes())
                          .join())
              .getCause();
      S3Exception refusal = assertInstanceOf(S3Exception.class, failure);
      assertExplained(refusal, "READ on s3://lake/alice/f for GetObject");
      assertThat(refusal.statusCode()).isEqualTo(403);
      assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
      assertThat(refusal.awsErrorDetails().serviceName()).isEqualTo("S3");
      assertThat(refusal.requestId()).isNotNull();
      assertThat(refusal.extendedRequestId()).isEqualTo(refusal.extendedRequestId());
    }
  }

  @Test
  void what_403_means_else_is_left_alone() throws IOException {
    lake.emulator.faults().set(S3Operation.GET_OBJECT, Fault.error(403, "InvalidObjectState"));
    try (S3AFileSystem fs = lake.open(classic())) {
      AccessDeniedException e =
          assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
      assertThat(e.getMessage()).contains("InvalidObjectState").doesNotContain("S3 refused them");
      assertThat(lake.vendsOf(ALICE)).hasSize(1);
    }
  }

  @Test
  void the_grant_is_asked_for_afresh_once_a_minute_and_what_was_mended_is_noticed()
      throws IOException {
    try (S3AFileSystem fs = lake.open(classic())) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      assertThat(lake.vendsOf(ALICE)).hasSize(1);
      String old = signerOfTheLastRead();

      refuse(S3Operation.GET_OBJECT);
      for (int i = 0; i < 10; i++) {
        assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
      }
      awaitRenewals(1);
      assertThat(lake.vendsOf(ALICE)).containsExactly(READ_F, READ_F);

      lake.emulator.faults().clear();
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      assertThat(signerOfTheLastRead()).isNotEqualTo(old);
      assertThat(lake.vendsOf(ALICE)).hasSize(2);
    }
  }

  private static final String READ_F = "READ s3://lake/alice/f";

  /** Without the grant the service denies; once the grant is back, reads succeed. */
  @Test
  void a_grant_that_was_taken_back_and_made_again_is_noticed() throws IOException {
    Configuration conf = classic();
    conf.set("fs.s3a.accessgrants.denied.ttl", "0");
    try (S3AFileSystem fs = lake.open(conf);
        S3ControlClient admin = admin()) {
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
      String id =
          admin
              .listAccessGrants(r -> r.accountId(ACCOUNT))
              .accessGrantsList()
              .get(0)
              .accessGrantId();
      String location =
          admin
              .listAccessGrantsLocations(r -> r.accountId(ACCOUNT))
              .accessGrantsLocationsList()
              .get(0)
              .accessGrantsLocationId();
      admin.deleteAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId(id));
      // The administrator has also revoked the role's sessions, which only S3 knows.
      refuse(S3Operation.GET_OBJECT, S3Operation.HEAD_OBJECT);

      AccessDeniedException first =
          assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
      assertExplained(first, "READ on s3://lake/alice/f");
      awaitDenials(1);
      AccessDeniedException gone =
          assertThrows(AccessDeniedException.class, () -> S3AFixture.read(fs, "/alice/f"));
      assertThat(gone.getMessage()).contains("gave no credentials").contains("Needed: a grant");

      lake.emulator.faults().clear();
      admin.createAccessGrant(
          CreateAccessGrantRequest.builder()
              .accountId(ACCOUNT)
              .accessGrantsLocationId(location)
              .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("lake/alice/*"))
              .grantee(g -> g.granteeType("IAM").granteeIdentifier(ALICE.arn()))
              .permission("READ")
              .build());
      assertThat(S3AFixture.read(fs, "/alice/f")).isEqualTo("text");
    }
  }

  private S3ControlClient admin() {
    return EmulatorClients.control(lake.emulator.endpoints(), EmulatorClients.credentials(ADMIN));
  }

  private String signerOfTheLastRead() {
    List<JournalEntry> reads = lake.s3CallsOf(ALICE).operation("GetObject").entries();
    return requireNonNull(reads.get(reads.size() - 1).accessKeyId());
  }

  private static void awaitRenewals(long count) {
    while (AccessGrantsRuntime.engine().orElseThrow().statistics().getRenewals() < count) {
      Thread.onSpinWait();
    }
  }

  private static void awaitDenials(long count) {
    while (AccessGrantsRuntime.engine().orElseThrow().statistics().getDenials() < count) {
      Thread.onSpinWait();
    }
  }
}
