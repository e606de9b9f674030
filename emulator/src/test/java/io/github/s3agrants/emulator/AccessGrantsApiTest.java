package io.github.s3agrants.emulator;

import static io.github.s3agrants.testkit.TestPrincipals.ADMIN;
import static io.github.s3agrants.testkit.TestPrincipals.ALICE;
import static io.github.s3agrants.testkit.TestPrincipals.BOB;
import static io.github.s3agrants.testkit.TestPrincipals.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.s3agrants.emulator.api.DataAccessCall;
import io.github.s3agrants.emulator.api.JournalEntry;
import io.github.s3agrants.emulator.api.Principal;
import io.github.s3agrants.emulator.api.Service;
import io.github.s3agrants.emulator.api.SignerKind;
import io.github.s3agrants.testkit.EmulatorClients;
import io.github.s3agrants.testkit.ManualClock;
import io.github.s3agrants.testkit.TestPrincipals;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3control.S3ControlClient;
import software.amazon.awssdk.services.s3control.model.CreateAccessGrantResponse;
import software.amazon.awssdk.services.s3control.model.GetDataAccessResponse;
import software.amazon.awssdk.services.s3control.model.GranteeType;
import software.amazon.awssdk.services.s3control.model.ListAccessGrantEntry;
import software.amazon.awssdk.services.s3control.model.Permission;
import software.amazon.awssdk.services.s3control.model.Privilege;
import software.amazon.awssdk.services.s3control.model.S3ControlException;
import software.amazon.awssdk.services.s3control.model.S3PrefixType;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.StsException;

/** S3 Control and STS, called with the AWS SDK. */
final class AccessGrantsApiTest {
  private static final String ACCOUNT = TestPrincipals.ACCOUNT;
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

  private AccessGrantsEmulator emulator;
  private EmulatorClients clients;
  private S3ControlClient admin;

  @BeforeEach
  void start() throws Exception {
    emulator =
        AccessGrantsEmulator.builder()
            .principal(ADMIN)
            .principal(ALICE)
            .principal(BOB)
            .principal(SESSION)
            .bucket("lake")
            .clock(new ManualClock(NOW))
            .start();
    clients = new EmulatorClients(emulator.endpoints());
    admin = clients.control(ADMIN);
  }

  @AfterEach
  void stop() throws Exception {
    clients.close();
    emulator.close();
  }

  @Test
  void instance_is_created_once() {
    failsWith(
        404,
        "AccessGrantsInstanceNotExistsError",
        () -> admin.listAccessGrants(r -> r.accountId(ACCOUNT)));
    failsWith(404, "AccessGrantsInstanceNotExistsError", () -> createLocation("s3://"));
    failsWith(
        404,
        "AccessGrantsInstanceNotExistsError",
        () ->
            clients
                .control(ALICE)
                .getDataAccess(EmulatorClients.request("s3://lake/*", Permission.READ)));
    var created = admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT));
    assertThat(created.accessGrantsInstanceId()).isEqualTo("default");
    assertThat(created.accessGrantsInstanceArn())
        .isEqualTo("arn:aws:s3:us-east-1:111122223333:access-grants/default");
    assertThat(created.createdAt()).isEqualTo(NOW);
    failsWith(
        409,
        "AccessGrantsInstanceAlreadyExists",
        () -> admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT)));
    failsWith(
        404,
        "AccessGrantsInstanceNotExistsError",
        () -> admin.listAccessGrants(r -> r.accountId("999999999999")));
    failsWith(400, "InvalidRequest", () -> admin.listAccessGrants(r -> r.accountId("12345")));
  }

  @Test
  void locations() {
    admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT));
    assertThat(createLocation("s3://")).isEqualTo("default");
    assertThat(createLocation("s3://lake")).isNotEqualTo("default");
    failsWith(409, "AccessGrantsLocationAlreadyExistsError", () -> createLocation("s3://"));
    failsWith(409, "AccessGrantsLocationAlreadyExistsError", () -> createLocation("s3://lake/"));
    failsWith(400, "InvalidAccessGrantsLocation", () -> createLocation("lake"));
    failsWith(400, "InvalidAccessGrantsLocation", () -> createLocation("s3://lake/*/x"));
    failsWith(
        400,
        "InvalidIamRole",
        () ->
            admin.createAccessGrantsLocation(
                r -> r.accountId(ACCOUNT).locationScope("s3://other").iamRoleArn("not-an-arn")));
  }

  @Test
  void grants() {
    admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT));
    createLocation("s3://");
    String lake = createLocation("s3://lake");
    CreateAccessGrantResponse grant =
        createGrant("default", "lake/a & b/*", ALICE.arn(), Permission.READ);
    assertThat(grant.grantScope()).isEqualTo("s3://lake/a & b/*");
    assertThat(grant.accessGrantArn())
        .isEqualTo(
            "arn:aws:s3:us-east-1:111122223333:access-grants/default/grant/"
                + grant.accessGrantId());
    assertThat(grant.accessGrantsLocationConfiguration().s3SubPrefix()).isEqualTo("lake/a & b/*");
    assertThat(grant.grantee().granteeIdentifier()).isEqualTo(ALICE.arn());
    assertThat(grant.createdAt()).isEqualTo(NOW);
    assertThat(createGrant(lake, null, BOB.arn(), Permission.READWRITE).grantScope())
        .isEqualTo("s3://lake/*");

    failsWith(
        409,
        "AccessGrantAlreadyExists",
        () -> createGrant("default", "lake/a & b/*", ALICE.arn(), Permission.READ));
    failsWith(
        400,
        "InvalidAccessGrant",
        () -> createGrant("default", null, ALICE.arn(), Permission.READ));
    failsWith(
        400, "InvalidAccessGrant", () -> createGrant("default", "*", ALICE.arn(), Permission.READ));
    failsWith(
        400,
        "InvalidAccessGrant",
        () -> createGrant("default", "lake/p", ALICE.arn(), Permission.READ));
    failsWith(
        400,
        "InvalidAccessGrant",
        () -> createGrant("default", "lake/*/x*", ALICE.arn(), Permission.READ));
    failsWith(
        400, "InvalidRequest", () -> createGrant("default", "lake/*", "alice", Permission.READ));
    failsWith(
        404,
        "NoSuchAccessGrantsLocationError",
        () -> createGrant("nowhere", "x/*", ALICE.arn(), Permission.READ));

    assertThat(admin.listAccessGrantsPaginator(r -> r.accountId(ACCOUNT).maxResults(1)).stream())
        .hasSize(2)
        .allSatisfy(page -> assertThat(page.accessGrantsList()).hasSize(1));
    assertThat(
            admin
                .listAccessGrants(
                    r ->
                        r.accountId(ACCOUNT)
                            .permission(Permission.READ)
                            .granteeIdentifier(ALICE.arn()))
                .accessGrantsList())
        .singleElement()
        .extracting(ListAccessGrantEntry::accessGrantId, ListAccessGrantEntry::grantScope)
        .containsExactly(grant.accessGrantId(), grant.grantScope());

    admin.deleteAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId(grant.accessGrantId()));
    failsWith(
        404,
        "NoSuchAccessGrantError",
        () ->
            admin.deleteAccessGrant(
                r -> r.accountId(ACCOUNT).accessGrantId(grant.accessGrantId())));
    failsWith(
        403,
        "AccessDenied",
        () ->
            clients
                .control(ALICE)
                .getDataAccess(EmulatorClients.request("s3://lake/a & b/c", Permission.READ)));
  }

  @Test
  void only_administrators_manage() {
    S3ControlClient alice = clients.control(ALICE);
    failsWith(
        403, "AccessDenied", () -> alice.createAccessGrantsInstance(r -> r.accountId(ACCOUNT)));
    failsWith(403, "AccessDenied", () -> alice.listAccessGrants(r -> r.accountId(ACCOUNT)));
    failsWith(
        403,
        "AccessDenied",
        () -> alice.deleteAccessGrant(r -> r.accountId(ACCOUNT).accessGrantId("x")));
  }

  @Test
  void data_access() {
    seed();
    createGrant("default", "lake/alice/*", ALICE.arn(), Permission.READWRITE);
    GetDataAccessResponse answer =
        clients
            .control(ALICE)
            .getDataAccess(
                r ->
                    r.accountId(ACCOUNT)
                        .target("s3://lake/alice/x y+z%.parquet")
                        .targetType(S3PrefixType.OBJECT)
                        .permission(Permission.READ)
                        .privilege(Privilege.DEFAULT)
                        .durationSeconds(900)
                        .overrideConfiguration(
                            o -> o.putRawQueryParameter("auditContext", "op=open span=1")));
    assertThat(answer.matchedGrantTarget()).isEqualTo("s3://lake/alice/*");
    assertThat(answer.grantee().granteeIdentifier()).isEqualTo(ALICE.arn());
    assertThat(answer.grantee().granteeType()).isEqualTo(GranteeType.IAM);
    assertThat(answer.credentials().accessKeyId()).startsWith("ASIA");
    assertThat(answer.credentials().expiration()).isEqualTo(NOW.plusSeconds(900));
    JournalEntry entry = emulator.journal().operation("GetDataAccess").entries().get(0);
    assertThat(entry.principal()).isEqualTo("alice");
    assertThat(entry.signer()).isEqualTo(SignerKind.BASE);
    assertThat(entry.service()).isEqualTo(Service.S3CONTROL);
    assertThat(entry.status()).isEqualTo(200);
    assertThat(entry.dataAccess())
        .isEqualTo(
            new DataAccessCall(
                "s3://lake/alice/x y+z%.parquet",
                "Object", "READ", "Default", "900", "op=open span=1"));
    assertThat(
            clients
                .control(ALICE)
                .getDataAccess(
                    EmulatorClients.request("s3://lake/alice/p*", Permission.READ).toBuilder()
                        .privilege(Privilege.MINIMAL)
                        .build())
                .matchedGrantTarget())
        .isEqualTo("s3://lake/alice/p*");
  }

  @ParameterizedTest
  @CsvSource({
    "s3://lake/alice/*,   READ,      s3://lake/alice/*",
    "s3://lake/alice/x,   READ,      s3://lake/alice/*",
    "s3://lake/alice/in/x,READ,      s3://lake/alice/in*",
    "s3://lake/alice/in/x,WRITE,     s3://lake/alice/*",
    "s3://lake/alice/*,   READWRITE, s3://lake/alice/*",
    "s3://lake/alice/only,READ,      s3://lake/alice/only",
    "s3://lake/alice/only,WRITE,     s3://lake/alice/*",
    "s3://lake/alice*,    READ,      denied",
    "s3://lake/*,         READ,      denied",
    "s3://lake,           READ,      denied",
    "s3://lake/alice,     READ,      denied",
    "s3://lake/bob/x,     READ,      denied",
    "s3://other/alice/x,  READ,      denied",
    "s3://lake/ro/x,      WRITE,     denied",
    "s3://lake/ro/x,      READWRITE, denied",
  })
  void closest_grant_wins(String target, Permission permission, String matched) {
    seed();
    createGrant("default", "lake/alice/*", ALICE.arn(), Permission.READWRITE);
    createGrant("default", "lake/alice/in*", ALICE.arn(), Permission.READ);
    createGrant("default", "lake/ro/*", ALICE.arn(), Permission.READ);
    createGrant("default", "lake/bob/*", BOB.arn(), Permission.READWRITE);
    admin.createAccessGrant(
        r ->
            r.accountId(ACCOUNT)
                .accessGrantsLocationId("default")
                .accessGrantsLocationConfiguration(c -> c.s3SubPrefix("lake/alice/only"))
                .s3PrefixType(S3PrefixType.OBJECT)
                .grantee(g -> g.granteeType(GranteeType.IAM).granteeIdentifier(ALICE.arn()))
                .permission(Permission.READ));
    S3ControlClient alice = clients.control(ALICE);
    if (matched.equals("denied")) {
      failsWith(
          403,
          "AccessDenied",
          () -> alice.getDataAccess(EmulatorClients.request(target, permission)));
    } else {
      assertThat(
              alice.getDataAccess(EmulatorClients.request(target, permission)).matchedGrantTarget())
          .isEqualTo(matched);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3://lake/a*b/c*, , READ, 3600, Default",
    "s3://lake/a*b, , READ, 3600, Default",
    "s3://, , READ, 3600, Default",
    "lake/a, , READ, 3600, Default",
    "s3://lake/*, Object, READ, 899, Default",
    "s3://lake/, Object, READ, 3600, Default",
    "s3://lake/*, , READ, 43201, Default",
    "s3://lake/*, , ADMIN, 3600, Default",
    "s3://lake/*, , READ, 3600, Most",
    "s3://lake/*, Prefix, READ, 3600, Default",
  })
  void invalid_requests(
      String target, String targetType, String permission, int seconds, String privilege) {
    seed();
    failsWith(
        400,
        "InvalidRequest",
        () ->
            clients
                .control(ALICE)
                .getDataAccess(
                    r ->
                        r.accountId(ACCOUNT)
                            .target(target)
                            .targetType(targetType)
                            .permission(permission)
                            .durationSeconds(seconds)
                            .privilege(privilege)));
  }

  @Test
  void a_star_in_an_object_target_is_data() {
    seed();
    createGrant("default", "lake/a*", ALICE.arn(), Permission.READ);
    assertThat(
            clients
                .control(ALICE)
                .getDataAccess(
                    EmulatorClients.request("s3://lake/a*b*", Permission.READ).toBuilder()
                        .targetType(S3PrefixType.OBJECT)
                        .privilege(Privilege.MINIMAL)
                        .build())
                .matchedGrantTarget())
        .isEqualTo("s3://lake/a*b*");
  }

  @Test
  void audit_context_is_bounded() {
    seed();
    failsWith(
        400,
        "InvalidRequest",
        () ->
            clients
                .control(ALICE)
                .getDataAccess(
                    EmulatorClients.request("s3://lake/*", Permission.READ).toBuilder()
                        .overrideConfiguration(
                            o -> o.putRawQueryParameter("auditContext", "x".repeat(2049)))
                        .build()));
  }

  @Test
  void a_roles_sessions_are_its_grantees() {
    seed();
    createGrant(
        "default", "lake/etl/*", "arn:aws:iam::111122223333:role/team/etl", Permission.READ);
    createGrant("default", "lake/other/*", "arn:aws:iam::111122223333:role/etl2", Permission.READ);
    S3ControlClient session = clients.control(SESSION);
    session.getDataAccess(EmulatorClients.request("s3://lake/etl/*", Permission.READ));
    failsWith(
        403,
        "AccessDenied",
        () -> session.getDataAccess(EmulatorClients.request("s3://lake/other/*", Permission.READ)));
  }

  @Test
  void instance_for_prefix() {
    seed();
    S3ControlClient alice = clients.control(ALICE);
    assertThat(
            alice
                .getAccessGrantsInstanceForPrefix(r -> r.accountId(ACCOUNT).s3Prefix("s3://lake/x"))
                .accessGrantsInstanceArn())
        .isEqualTo("arn:aws:s3:us-east-1:111122223333:access-grants/default");
    failsWith(
        404,
        "AccessGrantsInstanceNotExistsError",
        () ->
            alice.getAccessGrantsInstanceForPrefix(
                r -> r.accountId(ACCOUNT).s3Prefix("s3://no-such-bucket/x")));
  }

  @Test
  void caller_identity() {
    GetCallerIdentityResponse alice =
        clients.sts(EmulatorClients.credentials(ALICE)).getCallerIdentity();
    assertThat(alice.arn()).isEqualTo(ALICE.arn());
    assertThat(alice.account()).isEqualTo(ACCOUNT);
    assertThat(clients.sts(EmulatorClients.credentials(SESSION)).getCallerIdentity().arn())
        .isEqualTo(SESSION.arn());
    assertThat(
            emulator.journal().service(Service.STS).principal("alice").count("GetCallerIdentity"))
        .isEqualTo(1);
  }

  @Test
  void sts_has_its_own_error_codes() {
    var stranger = Principal.of("x", "AKIAUNKNOWN000000000", "s", ALICE.arn());
    assertThatExceptionOfType(StsException.class)
        .isThrownBy(() -> clients.sts(EmulatorClients.credentials(stranger)).getCallerIdentity())
        .satisfies(
            e -> {
              assertThat(e.statusCode()).isEqualTo(403);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId");
            });
  }

  private void seed() {
    admin.createAccessGrantsInstance(r -> r.accountId(ACCOUNT));
    createLocation("s3://");
  }

  private String createLocation(String scope) {
    return admin
        .createAccessGrantsLocation(
            r -> r.accountId(ACCOUNT).locationScope(scope).iamRoleArn(TestPrincipals.LOCATION_ROLE))
        .accessGrantsLocationId();
  }

  private CreateAccessGrantResponse createGrant(
      String location, @Nullable String subPrefix, String grantee, Permission permission) {
    return admin.createAccessGrant(
        r -> {
          r.accountId(ACCOUNT)
              .accessGrantsLocationId(location)
              .grantee(g -> g.granteeType(GranteeType.IAM).granteeIdentifier(grantee))
              .permission(permission);
          if (subPrefix != null) {
            r.accessGrantsLocationConfiguration(c -> c.s3SubPrefix(subPrefix));
          }
        });
  }

  private static void failsWith(int status, String code, ThrowingCallable call) {
    assertThatExceptionOfType(S3ControlException.class)
        .isThrownBy(call)
        .satisfies(
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
              assertThat(e.requestId()).isNotBlank();
            });
  }
}
